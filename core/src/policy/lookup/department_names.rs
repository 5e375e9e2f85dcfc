//! Names of departments by rule: a stem with a suffix of its class, in short and in full, under any name of the place.

use std::collections::BTreeSet;

use crate::facts::Jurisdictions;
use crate::policy::lookup::query::plain;

/// Suffixes that any department may have.
const ANY: [&str; 7] = ["行政主管部门", "主管部门", "行政部门", "部门", "机关", "系统", "机构"];

/// Suffixes that a stem has which is no longer in use.
const FORMER: [&str; 10] =
    ["行政主管部门", "主管部门", "行政部门", "部门", "委员会", "管理局", "分局", "局", "委", "办"];

/// Endings of names of offices, of whatever department.
const OFFICES: [&str; 38] = [
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

/// A class of bodies: where one has one of the suffixes, it is known under the others too.
struct CareClass {
    own: &'static [&'static str],
    /// Suffixes of the bodies above it, which are not this place's.
    above: &'static [&'static str],
}

const CLASSES: [CareClass; 7] = [
    CareClass { own: &["委员会", "分局", "局", "委"], above: &["总局", "厅", "部"] },
    CareClass { own: &["委员会办公室", "办公室", "办"], above: &[] },
    CareClass { own: &["部"], above: &[] },
    CareClass { own: &["大队", "中队", "队", "站"], above: &["支队", "总队"] },
    CareClass { own: &["服务中心", "中心"], above: &[] },
    CareClass { own: &["组织"], above: &[] },
    CareClass { own: &["人民政府", "政府", "街道办事处", "办事处"], above: &[] },
];

/// Suffixes of the bodies above a department that was.
const FORMER_ABOVE: [&str; 3] = ["总局", "厅", "部"];

/// The names of a place: `names` with the character of its level, and without where a word is left.
#[derive(Clone, Debug, Default)]
pub struct PlaceNames {
    pub names: Vec<String>,
    /// 区, 县 or 市, where the place is declared.
    pub level: Option<char>,
}

/// Names of a department, as its files have them.
#[derive(Debug, Default)]
pub(super) struct DepartmentNames<'a> {
    /// Its name of any place, and its office in this one.
    pub names: Vec<&'a str>,
    /// Names that no rule makes.
    pub aliases: Vec<&'a str>,
    /// Stems in full and in short.
    pub(super) stems: Vec<&'a str>,
    /// Stems of bodies that it has taken over.
    pub(super) former: Vec<&'a str>,
    /// Those of them that are known without a suffix.
    pub(super) former_short: Vec<&'a str>,
}

/// One form of a department's name, without the place before it.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Form {
    pub text: String,
    pub body: Body,
}

/// Whose a form is.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Body {
    /// Of the place whose name stands before it; where none does, of the place that is asked of.
    Local,
    /// As `Local`, where no department of the place has the name today.
    Former,
    /// Of this place, whatever stands before it: the place is named in the form.
    Placed,
    /// Of a province or of the nation.
    Above,
}

impl PlaceNames {
    /// The names of a place, and those of every other place that is declared.
    pub fn of(places: &Jurisdictions, code: Option<i64>) -> (Self, Vec<Self>) {
        let (own, others) = places.names(code);
        (Self::new(own), others.into_iter().map(Self::new).collect())
    }

    pub fn new<'a>(declared: impl IntoIterator<Item = &'a str>) -> Self {
        let mut names: Vec<String> = declared.into_iter().map(plain).collect();
        let level =
            names.first().and_then(|name| name.chars().last()).filter(|last| LEVELS.contains(last));
        let short: Vec<String> = names
            .iter()
            .filter_map(|name| name.strip_suffix(LEVELS))
            .filter(|name| name.chars().count() >= 2)
            .map(str::to_owned)
            .collect();
        names.extend(short);
        names.sort();
        names.dedup();
        Self { names, level }
    }

    /// Tells whether a text begins with the level of this place; where that is not known, with one of a district.
    pub(super) fn has_level(&self, text: &str) -> bool {
        match self.level {
            Some(level) => text.starts_with(level),
            None => text.starts_with(['区', '县']),
        }
    }

    /// A name without the place before it.
    fn strip<'a>(&self, name: &'a str) -> &'a str {
        let mut rest = name;
        let longest = self.names.iter().filter_map(|place| name.strip_prefix(place.as_str()));
        if let Some(shorter) = longest.min_by_key(|rest| rest.len()) {
            rest = shorter;
        } else if let Some(shorter) = self.level.and_then(|level| name.strip_prefix(level)) {
            rest = shorter;
        }
        let of_party = (rest.len() < name.len()).then(|| rest.strip_prefix('委')).flatten();
        // 区委员会 is no 区委.
        let rest = of_party.filter(|rest| !rest.starts_with("员会")).unwrap_or(rest);
        if rest.is_empty() { name } else { rest }
    }
}

/// The levels of government below the nation, as the last character of a place's name.
pub(super) const LEVELS: [char; 5] = ['省', '市', '区', '县', '旗'];

/// The forms of a department's names that a plain text holds; where there is no text, every form.
pub fn forms(
    department: &DepartmentNames<'_>,
    place: &PlaceNames,
    query: Option<&str>,
) -> BTreeSet<Form> {
    let held = |text: &str| query.is_none_or(|query| query.contains(text));
    let mut forms = BTreeSet::new();
    let mut put = |text: String, body| {
        if text.chars().nth(1).is_some() && held(&text) {
            forms.insert(Form { text, body });
        }
    };
    let stripped = |name: &&str| place.strip(&plain(name)).to_owned();
    let names: Vec<String> = department.names.iter().map(stripped).collect();
    let aliases: Vec<String> = department.aliases.iter().map(stripped).collect();
    let mut classes: Vec<&CareClass> = Vec::new();
    for name in names.iter().chain(&aliases) {
        let body = if place.within(name) { Body::Placed } else { Body::Local };
        put(name.clone(), body);
        if let Some(class) =
            class_of(name).filter(|class| !classes.iter().any(|one| same(one, class)))
        {
            classes.push(class);
        }
    }
    let mut stems: Vec<String> = department.stems.iter().map(|stem| plain(stem)).collect();
    stems.extend(names.iter().filter_map(|name| stem_of(name, place)));
    let both = stems.iter().flat_map(|stem| [stem.clone(), stem.replace('和', "")]);
    for stem in both.filter(|stem| held(stem)) {
        put(stem.clone(), Body::Local);
        for suffix in ANY {
            put(format!("{stem}{suffix}"), Body::Local);
        }
        for class in &classes {
            for suffix in class.own {
                put(format!("{stem}{suffix}"), Body::Local);
            }
            for suffix in class.above {
                put(format!("{stem}{suffix}"), Body::Above);
            }
            if class.own.contains(&"分局") {
                for name in &place.names {
                    put(format!("{stem}局{name}分局"), Body::Placed);
                }
            }
        }
    }
    for stem in department.former_short.iter().filter(|stem| held(stem)) {
        put((*stem).to_owned(), Body::Former);
    }
    for stem in department.former.iter().chain(&department.former_short).filter(|stem| held(stem)) {
        for suffix in FORMER {
            put(format!("{stem}{suffix}"), Body::Former);
        }
        for suffix in FORMER_ABOVE {
            put(format!("{stem}{suffix}"), Body::Above);
        }
    }
    // A name that is no longer used has no short form, but people put 部门 for its suffix.
    for stem in aliases.iter().filter_map(|alias| stem_of(alias, place)) {
        put(format!("{stem}部门"), Body::Local);
    }
    forms
}

impl PlaceNames {
    /// Tells whether the place is named in the middle of a name, as in 自然资源局张店分局.
    fn within(&self, name: &str) -> bool {
        name.strip_suffix("分局").is_some_and(|rest| {
            self.names.iter().any(|place| {
                rest.strip_suffix(place.as_str()).is_some_and(|rest| rest.ends_with('局'))
            })
        })
    }
}

/// The names of an office by its stem, for one that no file has as a department.
pub(super) fn office_names(stem: &str, places: &[PlaceNames]) -> Vec<String> {
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
pub(super) fn office_stem(text: &str) -> Option<&str> {
    let stems = OFFICES.iter().filter_map(|suffix| text.strip_suffix(suffix));
    stems.min_by_key(|stem| stem.len()).filter(|stem| !stem.is_empty())
}

/// Tells whether a plain text ends like the name of an office.
pub(super) fn is_office(text: &str) -> bool {
    OFFICES.iter().any(|suffix| text.ends_with(suffix))
}

fn same(left: &CareClass, right: &CareClass) -> bool {
    left.own == right.own
}

fn class_of(name: &str) -> Option<&'static CareClass> {
    if ANY.iter().any(|suffix| name.ends_with(suffix)) {
        return None;
    }
    CLASSES
        .iter()
        .flat_map(|class| class.own.iter().map(move |suffix| (suffix, class)))
        .filter(|(suffix, _)| name.ends_with(**suffix))
        .max_by_key(|(suffix, _)| suffix.len())
        .map(|(_, class)| class)
}

fn stem_of(name: &str, place: &PlaceNames) -> Option<String> {
    let mut suffixes: Vec<String> = ANY
        .iter()
        .chain(CLASSES.iter().flat_map(|class| class.own))
        .map(|one| (*one).to_owned())
        .collect();
    suffixes.extend(place.names.iter().map(|name| format!("局{name}分局")));
    let stem = suffixes
        .iter()
        .filter_map(|suffix| name.strip_suffix(suffix.as_str()))
        .min_by_key(|stem| stem.len())?;
    (stem.chars().count() >= 2).then(|| stem.to_owned())
}
