//! Lists the policy files in `policies`, so that a file, or the folder of a place, is bundled by lying there.

use std::path::Path;
use std::{env, fs, io};

/// Templates, which `answers/text/templates.rs` names one by one.
const LETTERS: &str = "letters";

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=policies");
    let folder = Path::new(&variable("CARGO_MANIFEST_DIR")?).join("policies");
    let names = find(&folder)?;
    let list = |constant: &str, ending: &str| {
        let lines = names
            .iter()
            .filter(|name| name.ends_with(ending))
            .map(|name| format!("    ({name:?}, include_str!({:?})),\n", folder.join(name)));
        let lines: String = lines.collect();
        format!(
            "/// Name and text of each file.\nconst {constant}: &[(&str, &str)] = &[\n{lines}];\n"
        )
    };
    let written = list("FILES", ".md") + &list("ANNEXES", ".toml");
    fs::write(Path::new(&variable("OUT_DIR")?).join("bundled.rs"), written)
}

/// The names of the policy files in a folder, then of those in the folders in it: paths with slashes, in their order.
pub fn find(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_str().ok_or_else(|| io::Error::other("expected a name in UTF-8"))?;
        if !entry.path().is_dir() {
            names.push(name.to_owned());
        } else if name != LETTERS {
            names.extend(find(&entry.path())?.iter().map(|inner| format!("{name}/{inner}")));
        }
    }
    names.sort_by_key(|name| (name.contains('/'), name.clone()));
    Ok(names)
}

fn variable(name: &str) -> io::Result<String> {
    env::var(name).map_err(io::Error::other)
}
