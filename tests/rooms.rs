//! Rooms of `core/src`: arrows point downwards, a room is entered by its door, files stay small.

use std::fs;
use std::path::{Path, PathBuf};

use tuoyu_tests::check_generated;

/// The rooms, the lowest first: a room may use those before it.
const FLOORS: [&str; 13] = [
    "text",
    "bitset",
    "ranges",
    "decimal",
    "error",
    "characters",
    "facts",
    "calendar",
    "logic",
    "policy",
    "answers",
    "plan",
    "ffi",
];

/// Modules that a room shows whole, since what is in them is named by them.
const SHOWN: [&str; 3] = ["credit_code", "gaps", "sets"];

/// Lines of a file without its tests.
const MOST_LINES: usize = 500;

const MOST_LINES_OF_HALF: usize = 150;

const MOST_FILES: usize = 12;

/// A file of the core: its path within `core/src`, and its text without tests and comments.
struct File {
    path: String,
    text: String,
    lines: usize,
}

impl File {
    fn new(path: &str, whole: &str) -> Self {
        let text = whole.split("\nmod tests {").next().unwrap_or_default();
        let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        let code: Vec<&str> = code.collect();
        Self { path: path.to_owned(), lines: text.lines().count(), text: code.join("\n") }
    }

    /// The rooms that it lies in, the outermost first.
    fn rooms(&self) -> Vec<&str> {
        let mut parts: Vec<&str> = self.path.trim_end_matches(".rs").split('/').collect();
        if parts.len() > 1 {
            parts.pop();
        }
        parts
    }

    /// The paths that begin at the crate, by their segments.
    fn paths(&self) -> impl Iterator<Item = Vec<&str>> {
        self.text.split("crate::").skip(1).map(|rest| {
            let end = rest.find(|c: char| !c.is_alphanumeric() && !"_:".contains(c));
            rest[..end.unwrap_or(rest.len())].trim_end_matches(':').split("::").collect()
        })
    }

    /// Every use of a room above.
    fn upward(&self) -> Vec<String> {
        let floor = |room: &str| FLOORS.iter().position(|floor| *floor == room);
        let rooms = self.rooms();
        let Some(own) = floor(rooms[0]) else { return Vec::new() };
        let above = self.paths().filter(|path| floor(path[0]).is_some_and(|room| room > own));
        above.map(|path| format!("{} uses {}", self.path, path.join("::"))).collect()
    }

    /// Every use of what lies behind the door of another room.
    fn through_walls(&self) -> Vec<String> {
        let rooms = self.rooms();
        let behind = |path: &Vec<&str>| {
            let shared = path.iter().zip(&rooms).take_while(|(step, own)| step == own).count();
            // The first room that this file is not in is entered; one more module is a wall.
            let inner = path.get(shared + 1).filter(|_| shared < path.len() - 1);
            inner.is_some_and(|step| {
                step.starts_with(|c: char| c.is_lowercase())
                    && path.len() > shared + 2
                    && !SHOWN.contains(step)
            })
        };
        let walls = self.paths().filter(behind);
        walls.map(|path| format!("{} uses {}", self.path, path.join("::"))).collect()
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../core/src")
}

/// Every file of the core but those that hold only properties, or macros, whose paths are those of where they are used.
fn files() -> Vec<File> {
    let mut files = Vec::new();
    let mut folders = vec![folder()];
    while let Some(at) = folders.pop() {
        for entry in fs::read_dir(at).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let within = path.strip_prefix(folder()).unwrap().to_str().unwrap().replace('\\', "/");
            if within.ends_with(".rs") && !within.starts_with("properties/") {
                files.push(File::new(&within, &fs::read_to_string(&path).unwrap()));
            }
        }
    }
    files.sort_by(|left, right| left.path.cmp(&right.path));
    files.retain(|file| !["lib.rs", "macros.rs"].contains(&file.path.as_str()));
    files
}

fn none(found: impl Iterator<Item = String>) {
    let found: Vec<String> = found.collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn every_file_lies_in_a_room() {
    none(
        files()
            .iter()
            .filter(|file| !FLOORS.contains(&file.rooms()[0]))
            .map(|file| file.path.clone()),
    );
}

#[test]
fn arrows_point_downwards() {
    none(files().iter().flat_map(File::upward));
}

#[test]
fn a_room_is_entered_by_its_door() {
    none(files().iter().flat_map(File::through_walls));
}

#[test]
fn an_arrow_upwards_and_a_way_through_a_wall_are_seen() {
    let seen = |path: &str, text: &str| {
        let file = File::new(path, text);
        (file.upward().len(), file.through_walls().len())
    };
    assert_eq!(seen("logic/decision.rs", "use crate::policy::Rule;\n"), (1, 0));
    assert_eq!(seen("logic/decision.rs", "use crate::facts::{Fact, Kind};\n"), (0, 0));
    assert_eq!(seen("logic/decision.rs", "use crate::facts::kind::Kind;\n"), (0, 1));
    assert_eq!(seen("facts/kind.rs", "use crate::facts::terms::Term;\n"), (0, 0));
    assert_eq!(seen("facts/kind.rs", "let x = crate::plan::Plan::new();\n"), (1, 0));
    assert_eq!(seen("policy/book.rs", "use crate::policy::law::era::Eras;\n"), (0, 1));
    assert_eq!(seen("policy/law/case.rs", "use crate::policy::law::era::Law;\n"), (0, 0));
    assert_eq!(seen("policy/law/case.rs", "use crate::policy::rules::Rule;\n"), (0, 0));
    assert_eq!(seen("facts/kind.rs", "// use crate::plan::Plan;\n"), (0, 0));
    assert_eq!(
        seen("facts/kind.rs", "#[cfg(test)]\nmod tests { use crate::plan::Plan; }\n"),
        (0, 0)
    );
}

#[test]
fn files_and_folders_are_small() {
    let files = files();
    none(
        files
            .iter()
            .filter(|file| file.lines > MOST_LINES)
            .map(|file| format!("{}: {} lines", file.path, file.lines)),
    );
    let mut lines: Vec<usize> = files.iter().map(|file| file.lines).collect();
    lines.sort_unstable();
    let median = lines[lines.len() / 2];
    assert!(median <= MOST_LINES_OF_HALF, "half of the files have {median} lines or more");
    let folder_of = |file: &File| file.path.rsplit_once('/').map(|(folder, _)| folder.to_owned());
    let mut folders: Vec<Option<String>> = files.iter().map(folder_of).collect();
    folders.dedup();
    none(folders.iter().flatten().filter_map(|folder| {
        let count = files.iter().filter(|file| folder_of(file).as_ref() == Some(folder)).count();
        (count > MOST_FILES).then(|| format!("{folder}: {count} files"))
    }));
}

#[test]
fn little_is_visible_to_the_whole_crate() {
    let files = files();
    let visible: usize = files.iter().map(|file| file.text.matches("pub(crate)").count()).sum();
    let lines: usize = files.iter().map(|file| file.lines).sum();
    assert!(visible * 100 < lines, "{visible} in {lines} lines");
}

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/architecture.md");

/// The first sentence of the doc comment of a file.
fn summary(path: &str) -> String {
    let whole = fs::read_to_string(folder().join(path)).expect(path);
    let lines = whole.lines().map_while(|line| line.strip_prefix("//! "));
    let doc = lines.collect::<Vec<_>>().join(" ");
    let end = doc.find(". ").unwrap_or(doc.trim_end_matches('.').len());
    assert!(end > 0, "{path} has no doc comment");
    doc[..end].trim_end_matches('.').to_owned()
}

#[test]
fn architecture_has_a_line_for_each_file() {
    let page = fs::read_to_string(PAGE).expect("a page");
    let (before, _) = page.split_once("\n## Files\n").expect("a section of files");
    let mut paths: Vec<String> = files().into_iter().map(|file| file.path).collect();
    paths.extend(["lib.rs", "macros.rs"].map(str::to_owned));
    paths.sort();
    let mut section = "\n## Files\n\nWritten by a test, `tests/rooms.rs`, from the first sentence of each file.\n".to_owned();
    let rooms = ["", "facts", "calendar", "logic", "policy", "answers", "plan", "ffi", "error"];
    for room in rooms {
        let door = format!("{room}/mod.rs");
        if !room.is_empty() {
            section += &format!("\n### `{door}`\n\n{}.\n", summary(&door));
        }
        section += "\n| file | what |\n|---|---|\n";
        let within = |path: &&String| match path.split_once('/') {
            Some((of, _)) => of == room && **path != door,
            None => room.is_empty(),
        };
        for path in paths.iter().filter(within) {
            section += &format!("| `{path}` | {} |\n", summary(path));
        }
    }
    check_generated(PAGE, &format!("{before}{section}"));
}

#[test]
fn files_named_in_the_architecture_exist() {
    let page = fs::read_to_string(PAGE).expect("a page");
    let written = page.split('`').filter(|part| part.ends_with(".rs") && part.contains('/'));
    let named = written.map(|path| path.strip_prefix("core/src/").unwrap_or(path));
    let gone = named.filter(|path| {
        let root = folder().join("../..");
        !path.starts_with("properties/")
            && !folder().join(path).exists()
            && !root.join(path).exists()
    });
    none(gone.map(str::to_owned));
}

/// Words that name no thing: a doc comment begins with a noun or a verb in the third person.
const NAMELESS: [&str; 8] = ["What", "Whether", "How", "Why", "When", "Where", "Which", "Who"];

/// The first word of a doc comment that begins on a line, if one does there.
fn first_word<'a>(before: &'a str, line: &'a str) -> Option<&'a str> {
    let openings = ["/// ", "//! ", "/** ", "\"\"\""];
    let opened =
        |line: &'a str| openings.iter().find_map(|mark| line.trim_start().strip_prefix(mark));
    let goes_on = before.trim_start().starts_with("//") && opened(before).is_some();
    let text = opened(line).filter(|_| !goes_on)?;
    text.split(|letter: char| !letter.is_alphanumeric()).next()
}

#[test]
fn doc_comments_name_a_thing_first() {
    let root = folder().join("../..");
    let mut left = ["core/src", "core/build.rs", "bindings"].map(|path| root.join(path)).to_vec();
    let (mut found, mut seen) = (Vec::new(), 0);
    while let Some(path) = left.pop() {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            if !["properties", "target", "test", "tests"].contains(&name.as_str()) {
                left.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
            }
            continue;
        }
        if ![".rs", ".kt", ".py", ".pyi"].iter().any(|ending| name.ends_with(ending)) {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let mut before = "";
        for (at, line) in text.lines().enumerate() {
            if let Some(word) = first_word(before, line) {
                seen += 1;
                if NAMELESS.contains(&word) {
                    found.push(format!("{}:{}: {}", path.display(), at + 1, line.trim()));
                }
            }
            before = line;
        }
    }
    assert!(seen > 2_000, "{seen}");
    none(found.into_iter());
}

/// Names that the glossary says were replaced.
fn replaced() -> Vec<String> {
    let glossary = fs::read_to_string(folder().join("../../docs/glossary.md")).unwrap();
    let rows = glossary.split("## Names that were replaced").nth(1).unwrap_or_default();
    let rows = rows.split("\n## ").next().unwrap_or_default().lines();
    let rows = rows.filter(|line| line.starts_with("| ")).skip(1);
    let names = rows.filter_map(|line| line.split('|').nth(1)).flat_map(|names| names.split(','));
    names.map(|name| name.trim().to_owned()).collect()
}

/// The words of the code of a file, comments left out, that a name is part of.
fn holding<'a>(text: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let words =
        code.flat_map(|line| line.split(|letter: char| !letter.is_alphanumeric() && letter != '_'));
    words.filter(move |word| word.to_lowercase().contains(name))
}

#[test]
fn names_that_were_replaced_do_not_come_back() {
    let names = replaced();
    assert!(names.len() > 5, "{names:?}");
    let mut left = ["core/src", "bindings"].map(|path| folder().join("../..").join(path)).to_vec();
    let (mut found, mut seen) = (Vec::new(), 0);
    while let Some(path) = left.pop() {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            if !["target", "test", "tests"].contains(&name.as_str()) {
                left.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
            }
        } else if name.ends_with(".rs") {
            seen += 1;
            let text = fs::read_to_string(&path).unwrap();
            for replaced in &names {
                let held = holding(&text, replaced);
                found.extend(held.map(|word| format!("{}: {word}", path.display())));
            }
        }
    }
    assert!(seen > 150, "{seen}");
    none(found.into_iter());
}

#[test]
fn names_are_found_within_others() {
    let text =
        "// a contradiction\nlet is_contradicted = self.contradictions(\"they contradict\");";
    let names = replaced();
    let found: Vec<&str> = names.iter().flat_map(|name| holding(text, name)).collect();
    assert_eq!(found, ["contradictions", "is_contradicted"]);
}

#[test]
fn first_words_are_read_where_a_comment_begins() {
    assert_eq!(first_word("", "    /// What it is."), Some("What"));
    assert_eq!(first_word("/// The thing, and", "/// what it is."), None);
    assert_eq!(first_word("}", "    \"\"\"Why it is so.\"\"\""), Some("Why"));
    assert_eq!(first_word("", "let what = 1; /// no"), None);
}

/// Words that the name of a test does not begin with: the thing that is tested comes first.
const NAMELESS_TESTS: [&str; 7] = ["what", "whatever", "where", "which", "how", "of", "why"];

#[test]
fn test_names_name_a_thing_first() {
    let root = folder().join("../..");
    let mut left = ["core/src", "tests", "bindings"].map(|path| root.join(path)).to_vec();
    let (mut found, mut seen) = (Vec::new(), 0);
    while let Some(path) = left.pop() {
        if path.is_dir() {
            let inside =
                fs::read_dir(&path).expect("a folder").map(|one| one.expect("a file").path());
            left.extend(inside.filter(|path| !path.ends_with("target")));
            continue;
        }
        if path.extension().is_none_or(|end| end != "rs") {
            continue;
        }
        let text = fs::read_to_string(&path).expect("a text");
        for test in text.split("#[test]\n").skip(1) {
            let Some((_, rest)) = test.split_once("fn ") else { continue };
            let name = rest.split('(').next().unwrap_or_default();
            let first = name.split('_').next().unwrap_or_default();
            let is_label = first.len() > 1
                && first.starts_with('t')
                && first[1..].bytes().all(|digit| digit.is_ascii_digit());
            seen += 1;
            if NAMELESS_TESTS.contains(&first) || is_label {
                found.push(format!("{}: {name}", path.display()));
            }
        }
    }
    assert!(seen > 300, "{seen}");
    none(found.into_iter());
}
