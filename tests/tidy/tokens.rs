//! Rust source as words and marks, each with its line: as much of a lexer as the rules need.

/// A word, a `::` or one other character of source text.
#[derive(Clone, Copy)]
pub(crate) struct Token<'a> {
    pub(crate) line: usize,
    pub(crate) text: &'a str,
}

impl Token<'_> {
    pub(crate) fn is_word(&self) -> bool {
        self.text.starts_with(is_word_character)
    }
}

fn is_word_character(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

pub(crate) fn tokens(source: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    for (index, line) in source.lines().enumerate() {
        let mut rest = line.trim_start();
        while let Some(first) = rest.chars().next() {
            let length = if is_word_character(first) {
                rest.find(|character| !is_word_character(character))
                    .unwrap_or(rest.len())
            } else if rest.starts_with("::") {
                2
            } else {
                first.len_utf8()
            };
            let (text, after) = rest.split_at(length);
            tokens.push(Token {
                line: index + 1,
                text,
            });
            rest = after.trim_start();
        }
    }
    tokens
}

/// The source with comments and the contents of literals blanked, line for line, so that what is
/// written about code isn't taken for code.
pub(crate) fn mask(source: &str) -> String {
    let mut masked = String::with_capacity(source.len());
    let mut rest = source;
    let mut after_word = false;
    while let Some(first) = rest.chars().next() {
        let length = if after_word {
            0
        } else {
            raw_string_length(rest)
        };
        let hidden = if length > 0 {
            length
        } else {
            hidden_length(rest)
        };
        if hidden > 0 {
            let (text, after) = rest.split_at(hidden);
            masked.extend(
                text.chars()
                    .map(|character| if character == '\n' { '\n' } else { ' ' }),
            );
            rest = after;
            after_word = false;
        } else {
            masked.push(first);
            rest = &rest[first.len_utf8()..];
            after_word = is_word_character(first);
        }
    }
    masked
}

/// How long the comment, string or character literal is that the text starts with; 0 for none.
fn hidden_length(text: &str) -> usize {
    if text.starts_with("//") {
        text.find('\n').unwrap_or(text.len())
    } else if text.starts_with("/*") {
        block_comment_length(text)
    } else if text.starts_with('"') {
        quoted_length(text, '"')
    } else if text.starts_with('\'') {
        let mut characters = text.chars().skip(1);
        match (characters.next(), characters.next()) {
            (Some('\\'), _) | (_, Some('\'')) => quoted_length(text, '\''),
            _ => 0, // a lifetime
        }
    } else {
        0
    }
}

fn block_comment_length(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut position = 0;
    while position < text.len() {
        let rest = &text[position..];
        if rest.starts_with("/*") {
            depth += 1;
            position += 2;
        } else if rest.starts_with("*/") {
            depth -= 1;
            position += 2;
            if depth == 0 {
                return position;
            }
        } else {
            position += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

fn quoted_length(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (position, character) in text.char_indices().skip(1) {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if character == quote => return position + 1,
            _ => {}
        }
    }
    text.len()
}

/// `r"..."`, `r#"..."#`, also after `b` or `c`; 0 for anything else.
fn raw_string_length(text: &str) -> usize {
    let after_prefix = text.strip_prefix(['b', 'c']).unwrap_or(text);
    let Some(after_r) = after_prefix.strip_prefix('r') else {
        return 0;
    };
    let content = after_r.trim_start_matches('#');
    let hashes = &after_r[..after_r.len() - content.len()];
    let Some(content) = content.strip_prefix('"') else {
        return 0;
    };
    let end = format!("\"{hashes}");
    match content.find(&end) {
        Some(position) => text.len() - content.len() + position + end.len(),
        None => text.len(),
    }
}
