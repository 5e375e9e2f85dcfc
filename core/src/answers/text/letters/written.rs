//! A letter as it is written, paragraph by paragraph.

use crate::answers::text::explanation::Format;

choices! {
    /// Letters of an office about a filing.
    LetterKind {
        Notice = "notice" "一次性告知书",
        Acknowledgement = "acknowledgement" "备案回执",
        BasicConditions = "basic_conditions" "基本条件告知书",
    }

    /// Roles of a paragraph, by which a document is laid out.
    ParagraphRole {
        /// Line above the title, centred.
        Issuer = "issuer" "发文机关",
        /// Title of the letter, centred.
        Title = "title" "标题",
        /// Line below the title.
        Number = "number" "编号",
        /// Line flush with the margin.
        Addressee = "addressee" "主送",
        /// Paragraph indented by two characters.
        Body = "body" "正文",
        /// Paragraph indented by two characters.
        Heading = "heading" "小标题",
        /// Paragraph indented by two characters, with its number before it.
        Item = "item" "事项",
        /// Line to the right: the office or the day.
        Signature = "signature" "落款",
            /// Title of a sheet of its own, which is not sent; items behind it stand on it.
        Apart = "apart" "另纸",
    }
}

records! {
    /// 段落: a paragraph of a letter.
    Paragraph {
        /// Its role, by which it is laid out.
        role: ParagraphRole,
        /// The number of an item.
        number: Option<i32>,
        /// Its text, without the number.
        text: String,
    }

    /// 文书: a letter, by its paragraphs and as a text.
    Letter {
        /// Its kind.
        kind: LetterKind,
        /// The paragraphs, in their order.
        paragraphs: Vec<Paragraph>,
        /// The letter as plain text.
        text: String,
        /// The letter as Markdown.
        markdown: String,
    }
}

impl ParagraphRole {
    /// The roles that a template marks lines with.
    const MARKED: [Self; 5] =
        [Self::Issuer, Self::Number, Self::Addressee, Self::Signature, Self::Apart];

    /// Marks of a template that are of layout.
    pub fn marks() -> impl Iterator<Item = &'static str> {
        Self::MARKED.iter().map(|role| role.label())
    }

    /// The role that a mark gives; a line without one is of the body.
    pub fn of_mark(mark: &str) -> Self {
        Self::MARKED.into_iter().find(|role| role.label() == mark).unwrap_or(Self::Body)
    }
}

impl Letter {
    pub(super) fn new(kind: LetterKind, paragraphs: Vec<Paragraph>) -> Self {
        let written = |format| written(&paragraphs, format);
        let (text, markdown) = (written(Format::Text), written(Format::Markdown));
        Self { kind, paragraphs, text, markdown }
    }

    /// The letter in a form of text.
    pub fn written(self, format: Format) -> String {
        match format {
            Format::Text => self.text,
            Format::Markdown => self.markdown,
        }
    }
}

fn written(paragraphs: &[Paragraph], format: Format) -> String {
    let mut whole = String::new();
    let mut in_items = false;
    for Paragraph { role, number, text } in paragraphs {
        if in_items && number.is_none() && format == Format::Markdown {
            whole.push('\n');
        }
        in_items = number.is_some();
        whole += &match (format, role, number) {
            (Format::Text, _, Some(number)) => format!("  {number}．{text}\n"),
            (Format::Text, ParagraphRole::Title, _) => format!("{text}\n\n"),
            (Format::Text, ..) => format!("{text}\n"),
            (Format::Markdown, _, Some(number)) => format!("{number}. {}\n", escaped(text)),
            (Format::Markdown, ParagraphRole::Title, _) => format!("# {}\n\n", escaped(text)),
            (Format::Markdown, ParagraphRole::Heading | ParagraphRole::Apart, _) => {
                format!("## {}\n\n", escaped(text))
            }
            (Format::Markdown, ..) => format!("{}\n\n", escaped(text)),
        };
    }
    if in_items && format == Format::Markdown {
        whole.push('\n');
    }
    whole
}

/// A text as Markdown shows it as it is: a name that a caller gave is no markup.
fn escaped(text: &str) -> String {
    let mut whole = String::with_capacity(text.len());
    for letter in text.chars() {
        if ['\\', '`', '*', '_', '<', '['].contains(&letter) {
            whole.push('\\');
        }
        whole.push(letter);
    }
    whole
}
