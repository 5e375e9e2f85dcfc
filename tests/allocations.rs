//! What decides allocates nothing.

use chrono::NaiveDate;
use tuoyu::{Institution, LegalForm, Nature, Outcomes, PolicyBook};

fn allocations(of: impl FnOnce()) -> u64 {
    allocation_counter::measure(of).count_total
}

#[test]
fn outcomes_and_reasons_allocate_nothing() {
    let book = PolicyBook::bundled().unwrap();
    let on: NaiveDate = "2026-03-01".parse().unwrap();
    let plan = book.plan(on, &[]).unwrap();
    let mut outcomes = Outcomes::default();
    let institutions = [
        Institution::default(),
        Institution {
            jurisdiction: Some("370303".into()),
            legal_form: Some(LegalForm::Enterprise),
            nature: Some(Nature::ForProfit),
            credit_code: Some("91370303MA0000000J".into()),
            ..Institution::default()
        },
    ];
    assert!(allocations(|| drop(std::hint::black_box(Box::new(1)))) > 0);
    // The reasons are prepared once.
    plan.reason_facts();
    for institution in &institutions {
        let counted = allocations(|| {
            let facts = plan.facts(institution).unwrap();
            plan.outcomes(&facts, &mut outcomes).unwrap();
            for (target, _) in plan.targets().iter().enumerate() {
                std::hint::black_box(outcomes.get(target));
                std::hint::black_box(plan.reasons(&facts, &outcomes, target).names().count());
            }
            plan.every_reason(&facts, &outcomes, |_, reasons| {
                std::hint::black_box(reasons);
            });
        });
        assert_eq!(counted, 0);
    }
}
