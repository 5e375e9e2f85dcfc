//! 并列: titles that differ in one part, told as one.

/// The least that titles have in common, in characters, to be told as one.
const LEAST: usize = 6;

/// The least that titles which end alike have in common at their beginning, to be told once: 鼓励用, and not 用 of 用电.
const LEAST_WORD: usize = 3;

/// Things with the same key together, in the order in which the keys came.
pub fn by_key<K: PartialEq, T>(all: impl IntoIterator<Item = (K, T)>) -> Vec<(K, Vec<T>)> {
    let mut groups: Vec<(K, Vec<T>)> = Vec::new();
    for (key, one) in all {
        match groups.iter_mut().find(|(other, _)| *other == key) {
            Some((_, group)) => group.push(one),
            None => groups.push((key, vec![one])),
        }
    }
    groups
}

/// Titles in their order, those next to each other that begin or end alike told as one.
pub fn merged<'t>(titles: impl IntoIterator<Item = &'t str>) -> Vec<String> {
    counted(titles).into_iter().map(|(title, _)| title).collect()
}

/// As `merged`, each with the number of titles that it is made of.
pub fn counted<'t>(titles: impl IntoIterator<Item = &'t str>) -> Vec<(String, usize)> {
    let mut groups: Vec<Group> = Vec::new();
    for title in titles {
        let title = title.trim_end_matches('。');
        let joined = groups.last_mut().is_some_and(|group| group.takes(title));
        if !joined {
            groups.push(Group { titles: vec![title.to_owned()], before: 0, behind: 0 });
        }
    }
    groups.iter().map(|group| (group.told(), group.titles.len())).collect()
}

/// Titles that have their first or their last characters in common.
struct Group {
    titles: Vec<String>,
    /// Number of characters in common at the beginning, or else at the end.
    before: usize,
    behind: usize,
}

impl Group {
    /// Takes a title in, where it begins or ends as the others do.
    fn takes(&mut self, title: &str) -> bool {
        let Some(first) = self.titles.first() else { return false };
        let alone = self.titles.len() == 1;
        let before = alike(first.chars(), title.chars());
        let behind = alike(first.chars().rev(), title.chars().rev());
        // A title that only says more of the same thing stands by itself.
        if before + behind >= first.chars().count().min(title.chars().count()) {
            return false;
        }
        // A longer common part is not given up for a shorter one, which would be told again and again.
        let begins = before >= LEAST && (alone || (self.before > 0 && before >= self.before));
        let ends = behind >= LEAST && (alone || self.behind > 0);
        if begins {
            self.before = if alone { before } else { self.before };
        } else if ends {
            self.behind = if alone { behind } else { behind.min(self.behind) };
        }
        let joins = begins || ends;
        if joins {
            self.titles.push(title.to_owned());
        }
        joins
    }

    fn told(&self) -> String {
        let told_once = if self.behind > 0 { self.word() } else { self.before };
        let parts = self.titles.iter().enumerate().map(|(position, title)| {
            let last = position + 1 == self.titles.len();
            let length = title.chars().count();
            let from = if position == 0 { 0 } else { told_once };
            let until = if last { length } else { length - self.behind.min(length) };
            title.chars().take(until).skip(from).collect::<String>()
        });
        parts.collect::<Vec<_>>().join("、")
    }

    /// Number of characters that titles which end alike have in common at their beginning, where they are told once.
    fn word(&self) -> usize {
        let first = self.titles.first().map_or("", String::as_str);
        let begin = self.titles.iter().map(|title| alike(first.chars(), title.chars())).min();
        begin.filter(|word| *word >= LEAST_WORD).unwrap_or(0)
    }
}

fn alike(one: impl Iterator<Item = char>, other: impl Iterator<Item = char>) -> usize {
    one.zip(other).take_while(|(one, other)| one == other).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_differ_in_one_part_are_one() {
        let prices = ["用电按居民生活类价格", "用水按居民生活类价格", "用热按居民生活类价格"];
        assert_eq!(merged(prices), ["用电、用水、用热按居民生活类价格"]);
        let fees = [
            "用于社区托育的房产免收登记费",
            "用于社区托育的房产免收开垦费",
            "鼓励金融机构提供低息贷款",
        ];
        assert_eq!(
            merged(fees),
            ["用于社区托育的房产免收登记费、开垦费", "鼓励金融机构提供低息贷款"]
        );
        let grants = [
            "鼓励用建设补贴支持普惠机构",
            "鼓励用运营补贴支持普惠机构",
            "鼓励用以奖代补支持普惠机构",
        ];
        assert_eq!(merged(grants), ["鼓励用建设补贴、运营补贴、以奖代补支持普惠机构"]);
        let of_one = ["食品经营许可证", "食品经营许可证在有效期内"];
        assert_eq!(merged(of_one), of_one);
        let within = ["鼓励用建设补贴支持普惠机构", "鼓励用支持普惠机构"];
        assert_eq!(merged(within), within);
        let owned = [
            "用于托育的房产、土地免收甲费",
            "用于托育的房产、土地免收乙费",
            "用于托育的房产免征丙税",
        ];
        assert_eq!(merged(owned), ["用于托育的房产、土地免收甲费、乙费", "用于托育的房产免征丙税"]);
        assert_eq!(merged(["甲"]), ["甲"]);
    }
}
