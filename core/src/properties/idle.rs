//! No idle fact: every fact of the vocabulary is tested by a rule, or says why it is only kept.

use std::collections::BTreeMap;

use crate::facts::Fact;
use crate::properties::exactness::{BOOK, LAW};

#[test]
fn every_fact_is_tested_or_informative_with_its_reason() {
    for fact in Fact::ALL.iter().filter(|fact| fact.record().is_some()) {
        let (tested, informative) = (BOOK.tests(*fact), fact.informative());
        assert!(
            tested != informative.is_some(),
            "{}: tested {tested}, informative {informative:?}",
            fact.name()
        );
        if let Some((zh, en)) = informative {
            assert!(zh.chars().count() > 8 && en.len() > 20, "{}: {zh} {en}", fact.name());
        }
    }
}

#[test]
fn the_vocabulary_says_which_facts_are_informative() {
    let summaries = [BOOK.vocabulary(), BOOK.filing_vocabulary()].concat();
    let informative: Vec<&str> = summaries
        .iter()
        .filter(|summary| summary.informative.is_some())
        .map(|summary| summary.name.as_str())
        .collect();
    let declared = Fact::ALL.iter().filter(|fact| fact.informative().is_some());
    assert_eq!(informative, declared.map(|fact| fact.field()).collect::<Vec<_>>());
    assert!(informative.contains(&"modes"));
}

/// A word that no rule tells from another is no fault; this says which they are.
#[test]
fn words_that_no_rule_tells_apart_are_listed() {
    let mut told = 0;
    for fact in Fact::ALL.iter().filter(|fact| fact.record().is_some()) {
        let words = fact.kind().words();
        let Some(slot) = LAW.layout.slot(*fact).filter(|_| !words.is_empty()) else {
            continue;
        };
        let mut alike: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
        for (word, code) in words.iter().zip(0..) {
            alike.entry(slot.cell(code)).or_default().push(word.name);
        }
        told += alike.len();
        for words in alike.values().filter(|words| words.len() > 1) {
            println!("{}: {} are one to every rule", fact.name(), words.join(", "));
        }
    }
    assert!(told > 20);
}
