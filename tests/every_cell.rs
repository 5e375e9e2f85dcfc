//! Where an institution registers, for every combination of facts that decides it, is what `every_cell.txt` says.

use tuoyu::PolicyBook;
use tuoyu_tests::{cells, check_generated};

const CELLS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/every_cell.txt");

#[test]
fn every_combination_registers_where_it_did() {
    let book = PolicyBook::bundled().expect("the bundled book is sound");
    let cells = cells(&book).expect("every cell can be asked");
    check_generated(CELLS, &cells);
}
