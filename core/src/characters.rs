//! Characters that no policy file and no calendar may hold: nobody sees that they are there, or what they were.

use std::borrow::Cow;

use crate::error::{Error, ErrorCode};

/// Chinese text that was read in another charset than it was written in. Commas, full stops, quotation marks and the mark
/// for what cannot be read give these letters, which no such text has otherwise.
const MISREAD: [&str; 6] = ["锟斤拷", "銆", "鈥", "ï¼", "ã€", "â€"];

/// Checks the text of a file, and the TOML that it is read as, which may write a character as an escape.
///
/// # Errors
/// The first character that is refused, with its line.
pub fn check(text: &str, toml: &str, code: ErrorCode, path: &str) -> Result<(), Error> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let toml = toml.strip_prefix('\u{feff}').unwrap_or(toml);
    let misread = || MISREAD.iter().filter_map(|letters| text.find(letters)).min();
    let (at, zh, en) = if let Some((at, letter)) = unseen(text) {
        let (zh, en) = described(letter);
        (line(text, at), zh, en)
    } else if let Some((at, letter)) = escaped(toml) {
        let (zh, en) = described(letter);
        (line(toml, at), zh, en)
    } else if let Some(at) = misread() {
        (
            line(text, at),
            "文件的编码有误，应为 UTF-8".into(),
            "the file was not read as UTF-8".into(),
        )
    } else {
        return Ok(());
    };
    Err(Error::new(code, path, zh, en).at_line(at))
}

/// The first character that is refused, and where it is.
fn unseen(text: &str) -> Option<(usize, char)> {
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let line_end = letter == '\r' && letters.peek().is_some_and(|(_, next)| *next == '\n');
        if !line_end && is_refused(letter) {
            return Some((at, letter));
        }
    }
    None
}

/// The first escape that stands for a character that is refused, and where it is.
fn escaped(toml: &str) -> Option<(usize, char)> {
    let mut rest = toml.char_indices();
    while let Some((at, letter)) = rest.next() {
        if letter != '\\' {
            continue;
        }
        let Some((start, kind)) = rest.next() else { break };
        let digits = match kind {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            'r' => return Some((at, '\r')),
            'b' => return Some((at, '\u{8}')),
            'f' => return Some((at, '\u{c}')),
            'e' => return Some((at, '\u{1b}')),
            _ => continue,
        };
        let code = toml.get(start + 1..start + 1 + digits);
        let code = code.and_then(|code| u32::from_str_radix(code, 16).ok());
        if let Some(letter) = code.and_then(char::from_u32).filter(|letter| is_refused(*letter)) {
            return Some((at, letter));
        }
    }
    None
}

fn line(text: &str, at: usize) -> usize {
    1 + text.bytes().take(at).filter(|byte| *byte == b'\n').count()
}

/// Tells whether a character is one that nobody sees: a mark of format, of direction or of order, or a joiner without width.
pub fn is_invisible(letter: char) -> bool {
    let code = u32::from(letter);
    UNSEEN.iter().any(|(first, last)| (*first..=*last).contains(&code))
}

/// A text without the characters that nobody sees.
pub fn visible(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || !text.chars().any(is_invisible) {
        return Cow::Borrowed(text);
    }
    text.chars().filter(|letter| !is_invisible(*letter)).collect()
}

/// Tells whether a character is one that cannot be seen, turns the text around it, has no meaning of its own, or stands for one
/// that could not be read. Tabs and line feeds are not.
fn is_refused(letter: char) -> bool {
    if letter.is_ascii() {
        return letter.is_control() && letter != '\t' && letter != '\n';
    }
    let code = u32::from(letter);
    letter.is_control()
        || letter == char::REPLACEMENT_CHARACTER
        || is_unassignable(code)
        || is_invisible(letter)
}

/// Noncharacters, and characters for private use, which each font shows as it likes.
fn is_unassignable(code: u32) -> bool {
    (0xfdd0..=0xfdef).contains(&code)
        || code & 0xfffe == 0xfffe
        || (0xe000..=0xf8ff).contains(&code)
        || code >= 0xf_0000
}

/// Format characters and others without a shape (Unicode: `Cf`, `Zl`, `Zp`, `Default_Ignorable_Code_Point`).
const UNSEEN: [(u32, u32); 25] = [
    (0xad, 0xad),
    (0x34f, 0x34f),
    (0x600, 0x605),
    (0x61c, 0x61c),
    (0x6dd, 0x6dd),
    (0x70f, 0x70f),
    (0x890, 0x891),
    (0x8e2, 0x8e2),
    (0x115f, 0x1160),
    (0x17b4, 0x17b5),
    (0x180b, 0x180f),
    (0x200b, 0x200f),
    (0x2028, 0x202e),
    (0x2060, 0x206f),
    (0x3164, 0x3164),
    (0xfe00, 0xfe0f),
    (0xfeff, 0xfeff),
    (0xffa0, 0xffa0),
    (0xfff0, 0xfffc),
    (0x1_10bd, 0x1_10bd),
    (0x1_10cd, 0x1_10cd),
    (0x1_3430, 0x1_343f),
    (0x1_bca0, 0x1_bca3),
    (0x1_d173, 0x1_d17a),
    (0xe_0000, 0xe_0fff),
];

fn described(letter: char) -> (String, String) {
    let code = u32::from(letter);
    if letter == char::REPLACEMENT_CHARACTER {
        return (
            "有读不出的字符 U+FFFD，文件的编码有误，应为 UTF-8".into(),
            "U+FFFD stands for what could not be read; the file was not read as UTF-8".into(),
        );
    }
    (
        format!("有不可见或不允许的字符 U+{code:04X}，请删去"),
        format!("the character U+{code:04X} cannot be seen or has no fixed meaning; leave it out"),
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::calendar::Calendar;
    use crate::policy::{PolicyBook, bundled_texts};

    fn refused(text: &str) -> Option<i32> {
        check(text, text, ErrorCode::BadPolicy, "file").err().map(|error| {
            assert_eq!((error.code, error.path.as_str()), (ErrorCode::BadPolicy, "file"));
            error.line.unwrap()
        })
    }

    #[test]
    fn bundled_files_have_no_such_characters() {
        for file in bundled_texts() {
            let toml = crate::policy::to_toml(&file.text);
            assert_eq!(check(&file.text, &toml, ErrorCode::BadPolicy, &file.name), Ok(()));
        }
        assert_eq!(refused(include_str!("../data/working-days.toml")), None);
    }

    #[test]
    fn a_mark_at_the_start_and_line_ends_are_no_matter() {
        assert_eq!(refused("\u{feff}a\r\n\tb\n"), None);
        assert_eq!(refused("\u{feff}\u{feff}a"), Some(1));
        assert_eq!(refused("a\n\u{feff}b"), Some(2));
        assert_eq!(refused("a\r\nb\rc\r\n"), Some(2));
        assert_eq!(refused("a\r"), Some(1));
    }

    #[test]
    fn an_escape_is_the_character_that_it_stands_for() {
        for escape in [
            r"\u0000",
            r"\u202e",
            r"\u202E",
            r"\U0000202E",
            r"\uFFFD",
            r"\ufeff",
            r"\x00",
            r"\x7f",
            r"\x85",
            r"\r",
            r"\u000d",
            r"\b",
            r"\f",
            r"\e",
            r"\\\u0000",
            r"\U000F0000",
        ] {
            assert_eq!(refused(&format!("\n\na = \"{escape}\"")), Some(3), "{escape}");
        }
        for escape in
            [r"\u4e00", r"\\u0000", r"\n\t", r"\u000A", r#"\""#, r"\x41", r"\uD800", r"\u12", r"\"]
        {
            assert_eq!(refused(&format!("a = \"{escape}\"")), None, "{escape}");
        }
    }

    #[test]
    fn text_read_in_another_charset_is_told() {
        let latin: String = "托育，服务。".bytes().map(char::from).collect();
        assert_eq!(refused(&format!("\n{latin}")), Some(2));
        for misread in ["鎵樿偛銆佹湇鍔", "锟斤拷", "ï¼Œ", "ã€‚", "â€œ"] {
            assert_eq!(refused(&format!("\n\n{misread}")), Some(3), "{misread}");
        }
    }

    /// One of each kind.
    const KINDS: &str = "\0\u{1}\u{8}\u{b}\u{c}\r\u{1b}\u{1f}\u{7f}\u{80}\u{85}\u{9f}\u{ad}\u{34f}\u{61c}\u{115f}\u{180e}\
        \u{200b}\u{200c}\u{200d}\u{200e}\u{200f}\u{2028}\u{2029}\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2060}\u{2066}\
        \u{2067}\u{2068}\u{2069}\u{206f}\u{3164}\u{fe0f}\u{feff}\u{ffa0}\u{fff9}\u{fffc}\u{fffd}\u{fdd0}\u{ffff}\u{e000}\
        \u{f8ff}\u{1fffe}\u{e0001}\u{e007f}\u{e0100}\u{f0000}\u{10ffff}";

    #[test]
    fn each_kind_is_refused_wherever_it_stands() {
        let texts = bundled_texts();
        let file = texts.iter().find(|file| file.name.ends_with("zhangdian-2021-8.md")).unwrap();
        // A title, an identifier, a name, a key, a list, a heading, a quotation, a table, an example, and a comment.
        let places = [
            "# ",
            "id = \"",
            "issuer = \"",
            "name = \"",
            "responsible",
            "topics = [\"",
            "\n## ",
            "\n> ",
            "[[rule",
            "\n| ",
            "| → ",
            "",
        ];
        for (letter, place) in KINDS.chars().flat_map(|letter| places.map(|place| (letter, place)))
        {
            let at = match place {
                "" => file.text.len(),
                place => file.text.find(place).unwrap() + place.len(),
            };
            let (before, after) = file.text.split_at(at);
            if letter == '\r' && (after.is_empty() || after.starts_with('\n')) {
                continue;
            }
            let changed = format!("{before}{letter}{after}\n");
            let line = i32::try_from(before.matches('\n').count() + 1).unwrap();
            let other = crate::PolicyText { name: file.name.clone(), text: changed };
            let error = PolicyBook::parse(&[other]).unwrap_err();
            assert_eq!(
                (error.code, error.line, error.path.as_str()),
                (ErrorCode::BadPolicy, Some(line), file.name.as_str()),
                "{letter:?} in {place}: {error}"
            );
        }
        for letter in KINDS.chars() {
            let text = format!("# 甲{letter}乙\n[[year]]\nyear = 2024\nnumber = \"虚构\"\n");
            let error = Calendar::parse(&text).unwrap_err();
            assert_eq!((error.code, error.line), (ErrorCode::BadCalendar, Some(1)), "{letter:?}");
            let text = format!("[[year]]\nyear = 2024\nnumber = \"虚{letter}构\"\n");
            let error = Calendar::parse(&text).unwrap_err();
            assert_eq!((error.code, error.line), (ErrorCode::BadCalendar, Some(3)), "{letter:?}");
        }
    }

    proptest! {
        #[test]
        fn nothing_else_is_refused(text in "[ -~\\t\\n、。“”《》一-龥０-９Ａ-Ｚ—…·①-⑳㎡]{0,80}") {
            prop_assume!(!text.contains('\\') && !MISREAD.iter().any(|letters| text.contains(letters)));
            prop_assert_eq!(refused(&text), None);
        }

        #[test]
        fn no_text_is_a_panic(text in any::<String>()) {
            let _ = check(&text, &text, ErrorCode::BadPolicy, "file");
        }
    }
}
