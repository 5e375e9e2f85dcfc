//! Where an institution registers, for every combination of facts that decides it, is what `every_cell.txt` says.

use tuoyu::PolicyBook;
use tuoyu_tests::cells;

const CELLS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/every_cell.txt");

#[test]
fn every_combination_registers_where_it_did() {
    let book = PolicyBook::bundled().expect("the bundled book is sound");
    let cells = cells(&book).expect("every cell can be asked");
    if std::env::var_os("TUOYU_BLESS").is_some() {
        std::fs::write(CELLS, &cells).expect("the file can be written");
    }
    let written = std::fs::read_to_string(CELLS).unwrap_or_default();
    let differs = written.lines().zip(cells.lines()).find(|(old, new)| old != new);
    assert!(
        written == cells,
        "TUOYU_BLESS=1 writes every_cell.txt anew; first difference: {differs:?}"
    );
}
