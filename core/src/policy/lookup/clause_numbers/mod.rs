//! 条款号: numbers of clauses as people type them, in Chinese or Arabic figures, with or without 第, 条 and parentheses.

mod figures;
mod reading;

use figures::figures;

/// A number taken apart; of what was typed, the levels that it names.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct ClauseNumber {
    annex: Option<u16>,
    /// 一、二、三.
    section: Option<u16>,
    /// （一）（二）（三）.
    part: Option<u16>,
    /// 1, 2, 3 or 第一条.
    item: Option<u16>,
    /// 款 of 条.
    paragraph: Option<u16>,
    /// The figure is Chinese and says nothing of its level, so that an item may be meant.
    bare: bool,
}

impl ClauseNumber {
    /// Tells whether a clause is asked for by this number, by its own or by one that it begins with.
    pub fn holds(&self, clause: &Self) -> bool {
        let named = [
            (self.section, clause.section),
            (self.part, clause.part),
            (self.item, clause.item),
            (self.paragraph, clause.paragraph),
        ];
        self.annex == clause.annex
            && named.iter().all(|(asked, of_clause)| asked.is_none() || asked == of_clause)
    }

    /// Other readings, for where no clause has the number: 十一 as an item, since nothing has so many sections, and 第一条
    /// where only sections are numbered.
    pub fn otherwise(self, clauses: &[Self]) -> Option<Self> {
        let only = |number: Self| Self { bare: self.bare, ..number };
        if self.bare && self.section.is_some_and(|section| section > 10) {
            return Some(Self { item: self.section, ..Self::default() });
        }
        let alone = self == only(Self { item: self.item, ..Self::default() });
        let numbered = clauses.iter().any(|clause| clause.item.is_some());
        (self.item.is_some() && alone && !numbered)
            .then(|| Self { section: self.item, ..Self::default() })
    }

    /// Tells whether a clause comes near this number: it has the same item, is of the same part, or is an annex too.
    pub(super) fn is_near(&self, clause: &Self) -> bool {
        let same =
            |asked: Option<u16>, of_clause: Option<u16>| asked.is_some() && asked == of_clause;
        match self.annex {
            Some(_) => clause.annex.is_some(),
            None => {
                clause.annex.is_none()
                    && (same(self.item, clause.item)
                        || (self.bare && same(self.section, clause.item))
                        || (same(self.section, clause.section) && same(self.part, clause.part)))
            }
        }
    }

    /// Common name of the clauses of one annex or part.
    pub fn shown(&self) -> String {
        match (self.annex, self.section, self.part) {
            (Some(annex), ..) => format!("附件{annex}"),
            (None, section, Some(part)) => {
                format!("{}（{}）", section.map(figures).unwrap_or_default(), figures(part))
            }
            (None, Some(section), None) => figures(section),
            _ => String::new(),
        }
    }

    pub fn annex(&self) -> Option<u16> {
        self.annex
    }

    /// Tells whether no other clause has the same item, so that the item names the clause.
    pub(super) fn is_alone(&self, all: &[(Self, &str)]) -> bool {
        let same = all.iter().filter(|(other, _)| other.item == self.item && other.annex.is_none());
        self.annex.is_none() && self.item.is_some() && same.count() == 1
    }

    /// The item as an article or a point: 第11条, 第十一项.
    pub(super) fn item_forms(&self) -> Vec<String> {
        let Some(item) = self.item else { return Vec::new() };
        let figures = [item.to_string(), figures(item)];
        let levels = ["条", "项", "点", "款"];
        let forms =
            figures.iter().flat_map(|figure| levels.map(|level| format!("第{figure}{level}")));
        forms.collect()
    }
}
