//! 后缀: suffixes of departments and offices, and the kinds of bodies that have them.

use crate::policy::lookup::department_names::PlaceNames;

/// Suffixes that any department may have.
pub const ANY: [&str; 7] = ["行政主管部门", "主管部门", "行政部门", "部门", "机关", "系统", "机构"];

/// Suffixes that a stem has which is no longer in use.
pub const FORMER: [&str; 10] =
    ["行政主管部门", "主管部门", "行政部门", "部门", "委员会", "管理局", "分局", "局", "委", "办"];

/// Endings of names of offices, of whatever department.
pub const OFFICES: [&str; 38] = [
    "委员会办公室",
    "领导小组办公室",
    "办公室",
    "委员会",
    "服务中心",
    "中心",
    "管理局",
    "总局",
    "分局",
    "局",
    "厅",
    "委",
    "办",
    "行政主管部门",
    "主管部门",
    "行政部门",
    "部门",
    "部",
    "支队",
    "总队",
    "大队",
    "中队",
    "队",
    "处",
    "所",
    "站",
    "院",
    "联",
    "协会",
    "会",
    "公司",
    "机关",
    "机构",
    "组织",
    "人民政府",
    "政府",
    "街道",
    "科",
];

/// A kind of bodies: where one has one of the suffixes, it is known under the others too.
#[derive(Debug)]
pub struct BodyKind {
    pub own: &'static [&'static str],
    /// Suffixes of the bodies above it, which are not this place's.
    pub above: &'static [&'static str],
}

pub const KINDS: [BodyKind; 7] = [
    BodyKind { own: &["委员会", "分局", "局", "委"], above: &["总局", "厅", "部"] },
    BodyKind { own: &["委员会办公室", "办公室", "办"], above: &[] },
    BodyKind { own: &["部"], above: &[] },
    BodyKind { own: &["大队", "中队", "队", "站"], above: &["支队", "总队"] },
    BodyKind { own: &["服务中心", "中心"], above: &[] },
    BodyKind { own: &["组织"], above: &[] },
    BodyKind { own: &["人民政府", "政府", "街道办事处", "办事处"], above: &[] },
];

/// Suffixes of the bodies above a department that was.
pub const FORMER_ABOVE: [&str; 3] = ["总局", "厅", "部"];

/// The names of an office by its stem, for one that no file has as a department.
pub fn office_names(stem: &str, places: &[PlaceNames]) -> Vec<String> {
    let more = [
        "厅",
        "部",
        "总局",
        "办公室",
        "委办",
        "委办公室",
        "委员会办公室",
        "工作委员会",
        "工作委员会办公室",
        "大队",
        "队",
        "中心",
        "服务中心",
        "管理部门",
    ];
    let suffixes = FORMER.iter().chain(&more);
    let mut names: Vec<String> = suffixes.map(|suffix| format!("{stem}{suffix}")).collect();
    let inside = places.iter().flat_map(|place| &place.names);
    names.extend(inside.map(|name| format!("{stem}局{name}分局")));
    names
}

/// Part before the suffix of an office, if a plain text ends like the name of one.
pub fn office_stem(text: &str) -> Option<&str> {
    let stems = OFFICES.iter().filter_map(|suffix| text.strip_suffix(suffix));
    stems.min_by_key(|stem| stem.len()).filter(|stem| !stem.is_empty())
}

/// Tells whether a plain text ends like the name of an office.
pub fn is_office(text: &str) -> bool {
    OFFICES.iter().any(|suffix| text.ends_with(suffix))
}

/// The kind of bodies that a name is of.
pub fn kind_of(name: &str) -> Option<&'static BodyKind> {
    if ANY.iter().any(|suffix| name.ends_with(suffix)) {
        return None;
    }
    KINDS
        .iter()
        .flat_map(|kind| kind.own.iter().map(move |suffix| (suffix, kind)))
        .filter(|(suffix, _)| name.ends_with(**suffix))
        .max_by_key(|(suffix, _)| suffix.len())
        .map(|(_, kind)| kind)
}

/// Part of a name before the longest suffix.
pub fn stem_of(name: &str, place: &PlaceNames) -> Option<String> {
    let mut suffixes: Vec<String> = ANY
        .iter()
        .chain(KINDS.iter().flat_map(|kind| kind.own))
        .map(|one| (*one).to_owned())
        .collect();
    suffixes.extend(place.names.iter().map(|name| format!("局{name}分局")));
    let stem = suffixes
        .iter()
        .filter_map(|suffix| name.strip_suffix(suffix.as_str()))
        .min_by_key(|stem| stem.len())?;
    (stem.chars().count() >= 2).then(|| stem.to_owned())
}
