//! A policy file is an annotated statute in Markdown; this turns it into TOML line by line, so that an
//! error names the true line of the Markdown.

/// The TOML of a policy file: as many lines, in the same places.
pub fn to_toml(markdown: &str) -> String {
    convert(markdown, State::default())
}

/// As `to_toml`, with the lines of the worked examples left empty.
pub fn to_toml_without_examples(markdown: &str) -> String {
    convert(markdown, State { without_examples: true, ..State::default() })
}

fn convert(markdown: &str, mut state: State) -> String {
    let mut toml = String::with_capacity(markdown.len() + markdown.len() / 8);
    for line in markdown.strip_prefix('\u{feff}').unwrap_or(markdown).lines() {
        state.rewrite(line.trim_end(), &mut toml);
        toml.push('\n');
    }
    if state.quoting {
        toml.push_str("]\n");
    }
    toml
}

#[derive(Default)]
struct State {
    in_fence: bool,
    in_clause: bool,
    /// The heading that the next line has to carry.
    heading: Option<String>,
    gist_given: bool,
    quoting: bool,
    without_examples: bool,
    in_example: bool,
}

impl State {
    fn rewrite(&mut self, line: &str, toml: &mut String) {
        if self.in_fence {
            return self.rewrite_fenced(line, toml);
        }
        if let Some(quotation) = line.strip_prefix('>') {
            if !self.quoting {
                toml.push_str("quotations = [");
                self.quoting = true;
            }
            let quotation = quotation.trim();
            if !quotation.is_empty() {
                toml.push_str(&string(quotation));
                toml.push(',');
            }
            return;
        }
        if self.quoting {
            toml.push_str("] ");
            self.quoting = false;
        }
        if let Some(heading) = line.strip_prefix("## ") {
            self.in_clause = true;
            self.in_example = false;
            self.gist_given = false;
            self.heading = Some(heading.trim().to_owned());
            toml.push_str("[[clause]]");
        } else if line == "```toml" {
            self.in_fence = true;
        } else if line.is_empty() {
            if let Some(heading) = self.heading.take() {
                toml.push_str("heading = ");
                toml.push_str(&string(&heading));
            }
        } else if self.in_clause && !self.gist_given && !line.starts_with('#') {
            self.gist_given = true;
            toml.push_str("gist = ");
            toml.push_str(&string(line));
        }
    }

    fn rewrite_fenced(&mut self, line: &str, toml: &mut String) {
        if line == "```" {
            self.in_fence = false;
            return;
        }
        if self.without_examples {
            self.in_example = match line.strip_prefix("[[") {
                Some(table) => self.in_clause && table == "example]]",
                None => self.in_example,
            };
            if self.in_example {
                return;
            }
        }
        match line.strip_prefix("[[") {
            Some(table) if self.in_clause => {
                toml.push_str("[[clause.");
                toml.push_str(table);
            }
            _ => toml.push_str(line),
        }
    }
}

/// A TOML basic string.
fn string(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    if !text.contains(['"', '\\']) {
        quoted.push_str(text);
        quoted.push('"');
        return quoted;
    }
    for letter in text.chars() {
        if matches!(letter, '"' | '\\') {
            quoted.push('\\');
        }
        quoted.push(letter);
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_keeps_its_place() {
        let markdown = "# Title\n\n```toml\nid = \"a\"\n```\n\ncomment\n\n## 一（1） Heading \"x\"\n\nGist.\n\n> first\n>\n> second\n\n```toml\ntopics = []\n[[rule]]\nid = \"r\"\n```\n\nWhy.\n";
        let toml = to_toml(markdown);
        assert_eq!(toml.lines().count(), markdown.lines().count());
        let parsed: toml::Table = toml.parse().unwrap();
        assert_eq!(parsed["id"].as_str(), Some("a"));
        let clause = parsed["clause"][0].as_table().unwrap();
        assert_eq!(clause["heading"].as_str(), Some("一（1） Heading \"x\""));
        assert_eq!(clause["gist"].as_str(), Some("Gist."));
        assert_eq!(clause["quotations"].as_array().unwrap().len(), 2);
        assert_eq!(clause["rule"][0]["id"].as_str(), Some("r"));
    }

    #[test]
    fn a_quotation_at_the_end_is_closed() {
        assert!(to_toml("## 一 H\n\nGist.\n\n> words").parse::<toml::Table>().is_ok());
    }
}
