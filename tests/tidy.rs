//! The architecture's invariants as a test: which layer may use which, which crates stay where, how
//! long files and functions get, and what no text of ours holds.
//!
//! The rules read tokens, not syntax: quick, free of dependencies, and exact enough to point at a line.
//! What the compiler or clippy can check (clock and randomness, unused code) is not here.

// Beside no `main.rs`, so that cargo doesn't take the folder for a test of its own.
#[path = "tidy/tokens.rs"]
mod tokens;

use std::{fmt, fs, path::Path};

use tokens::{Token, mask, tokens};

const FILE_LINES_MAX: usize = 600;
const FUNCTION_LINES_MAX: usize = 70;

/// A layer and what it may name after `crate::`. Other modules of `src` put the layers together and
/// may use them all, but no layer may use them.
const LAYERS: [(&str, &[&str]); 6] = [
    ("domain", &["domain"]),
    ("store", &["domain", "store"]),
    ("app", &["domain", "store", "app"]),
    ("gate", &["domain", "app", "gate"]),
    ("api", &["domain", "app", "gate", "api"]),
    ("aws", &["domain", "app", "gate", "aws"]),
];

/// The layers that know nothing of HTTP, and the crates that are HTTP.
const LAYERS_WITHOUT_HTTP: [&str; 3] = ["domain", "store", "app"];
const HTTP_CRATES: [&str; 6] = ["axum", "axum_core", "http", "hyper", "tower", "tower_http"];

/// Spelled in halves, so that this file passes its own rule.
const MARKERS: [&str; 3] = [
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("X", "XX"),
];

const FOLDERS: [&str; 5] = [".ci", "docs", "migrations", "src", "tests"];
const TEXT_EXTENSIONS: [&str; 9] = ["md", "py", "rs", "sh", "sql", "tf", "toml", "yaml", "yml"];
const TEXT_NAMES: [&str; 2] = ["Dockerfile", "run"];

/// A file by its path from the root of the repository, with `/` between the parts.
struct SourceFile {
    path: String,
    text: String,
}

/// A rule broken at a line, counted from 1.
struct Problem {
    path: String,
    line: usize,
    rule: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}: {}", self.path, self.line, self.rule)
    }
}

#[test]
fn the_repository_keeps_its_rules() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    collect(root, "", &mut files);
    let rust_files = files.iter().filter(|file| is_rust(&file.path)).count();
    assert!(
        rust_files > 2,
        "found {rust_files} Rust files under {root:?}"
    );
    let problems = problems(&files);
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
}

/// Reads the text files of a folder and of those below it; of the root itself only [`FOLDERS`].
fn collect(root: &Path, folder: &str, files: &mut Vec<SourceFile>) {
    let mut names: Vec<String> = fs::read_dir(root.join(folder))
        .expect("the folder can be listed")
        .map(|entry| entry.expect("an entry").file_name())
        .filter_map(|name| name.into_string().ok())
        .collect();
    names.sort();
    for name in names {
        let path = if folder.is_empty() {
            name.clone()
        } else {
            format!("{folder}/{name}")
        };
        if root.join(&path).is_dir() {
            // Hidden folders below the root are what tools leave behind: `.terraform`, caches.
            let ours = if folder.is_empty() {
                FOLDERS.contains(&name.as_str())
            } else {
                !name.starts_with('.')
            };
            if ours {
                collect(root, &path, files);
            }
        } else if is_text(&name) {
            let text = fs::read_to_string(root.join(&path)).expect("a text file is UTF-8");
            files.push(SourceFile { path, text });
        }
    }
}

fn is_text(name: &str) -> bool {
    match name.rsplit_once('.') {
        Some((_, extension)) => TEXT_EXTENSIONS.contains(&extension),
        None => TEXT_NAMES.contains(&name),
    }
}

fn is_rust(path: &str) -> bool {
    Path::new(path)
        .extension()
        .is_some_and(|extension| extension == "rs")
}

/// Every broken rule as a line of text, by file and line.
fn problems(files: &[SourceFile]) -> Vec<String> {
    let mut found = Vec::new();
    for file in files {
        let start = found.len();
        check_lines(file, &mut found);
        if is_rust(&file.path) {
            let masked = mask(&file.text);
            let tokens = tokens(&masked);
            check_length(file, &mut found);
            check_functions(file, &masked, &tokens, &mut found);
            check_attributes(file, &tokens, &mut found);
            if file.path.starts_with("src/") {
                check_header(file, &mut found);
                check_layers(file, &tokens, &mut found);
                check_crates(file, &tokens, &mut found);
            }
        }
        found[start..].sort_by_key(|problem: &Problem| problem.line);
    }
    found.iter().map(ToString::to_string).collect()
}

fn report(found: &mut Vec<Problem>, file: &SourceFile, line: usize, rule: impl Into<String>) {
    found.push(Problem {
        path: file.path.clone(),
        line,
        rule: rule.into(),
    });
}

fn check_lines(file: &SourceFile, found: &mut Vec<Problem>) {
    for (index, line) in file.text.lines().enumerate() {
        if line.contains('\t') {
            report(found, file, index + 1, "a tab");
        }
        if line.ends_with(char::is_whitespace) {
            report(found, file, index + 1, "trailing whitespace");
        }
        let words = line.split(|character: char| !character.is_alphanumeric());
        for marker in words.filter(|word| MARKERS.contains(word)) {
            report(
                found,
                file,
                index + 1,
                format!("{marker}: do it or file an issue"),
            );
        }
    }
    if !file.text.is_empty() && !file.text.ends_with('\n') {
        report(
            found,
            file,
            file.text.lines().count(),
            "no newline at the end",
        );
    }
}

fn check_length(file: &SourceFile, found: &mut Vec<Problem>) {
    let lines = file.text.lines().count();
    if lines > FILE_LINES_MAX {
        let rule = format!("the file has {lines} lines, more than {FILE_LINES_MAX}");
        report(found, file, lines, rule);
    }
}

/// The lines inside a literal, such as a snapshot, are data and do not count.
fn check_functions(
    file: &SourceFile,
    masked: &str,
    tokens: &[Token<'_>],
    found: &mut Vec<Problem>,
) {
    let code = masked.lines().zip(file.text.lines()).map(|(masked, line)| {
        let line = line.trim_start();
        line.is_empty() || line.starts_with("//") || !masked.trim().is_empty()
    });
    let code: Vec<bool> = code.collect();
    for (index, pair) in tokens.windows(2).enumerate() {
        let [keyword, name] = pair else { continue };
        if keyword.text != "fn" || !name.is_word() {
            continue;
        }
        let Some(last_line) = last_line_of_function(&tokens[index..]) else {
            continue;
        };
        let lines = code[keyword.line - 1..last_line]
            .iter()
            .filter(|counts| **counts)
            .count();
        if lines > FUNCTION_LINES_MAX {
            let name = name.text;
            let rule = format!("`fn {name}` has {lines} lines, more than {FUNCTION_LINES_MAX}");
            report(found, file, keyword.line, rule);
        }
    }
}

/// The line of the brace that closes a function's body; `None` for a declaration without one.
fn last_line_of_function(tokens: &[Token<'_>]) -> Option<usize> {
    let mut brackets = 0_usize;
    let mut braces = 0_usize;
    for token in tokens {
        match token.text {
            "(" | "[" => brackets += 1,
            ")" | "]" => brackets = brackets.saturating_sub(1),
            ";" if brackets == 0 && braces == 0 => return None,
            "{" => braces += 1,
            "}" => {
                braces = braces.saturating_sub(1);
                if braces == 0 {
                    return Some(token.line);
                }
            }
            _ => {}
        }
    }
    None
}

fn check_attributes(file: &SourceFile, tokens: &[Token<'_>], found: &mut Vec<Problem>) {
    for window in tokens.windows(4) {
        let texts = [0, 1, 2, 3].map(|index| window[index].text);
        let (["#", "[", name, _] | ["#", "!", "[", name]) = texts else {
            continue;
        };
        match name {
            "allow" => {
                let rule = "`allow`: say `#[expect(lint, reason = \"...\")]`";
                report(found, file, window[0].line, rule);
            }
            "ignore" => report(found, file, window[0].line, "an ignored test"),
            _ => {}
        }
    }
}

fn check_header(file: &SourceFile, found: &mut Vec<Problem>) {
    if !file.text.starts_with("//!") {
        report(
            found,
            file,
            1,
            "no `//!` header that says what the module is for",
        );
    }
}

/// `src/app/vpc.rs` and `src/app.rs` are in `app`.
fn layer_of(path: &str) -> Option<&str> {
    let inside = path.strip_prefix("src/")?;
    let first = inside.split('/').next()?;
    Some(first.strip_suffix(".rs").unwrap_or(first))
}

fn check_layers(file: &SourceFile, tokens: &[Token<'_>], found: &mut Vec<Problem>) {
    let layer = layer_of(&file.path);
    let Some((layer, allowed)) = LAYERS.iter().find(|(name, _)| layer == Some(*name)) else {
        return;
    };
    for used in used_modules(tokens) {
        if !allowed.contains(&used.text) {
            let rule = format!("`{layer}` may not use `{}`", used.text);
            report(found, file, used.line, rule);
        }
    }
}

/// The modules named right after `crate::`, alone or in braces, and layers reached by `super::`.
fn used_modules<'a>(tokens: &[Token<'a>]) -> Vec<Token<'a>> {
    let mut used = Vec::new();
    for (index, window) in tokens.windows(3).enumerate() {
        let [root, separator, next] = window else {
            continue;
        };
        if separator.text != "::" {
            continue;
        }
        let is_layer = LAYERS.iter().any(|(layer, _)| *layer == next.text);
        match root.text {
            "crate" if next.text == "{" => used.extend(heads_of_group(&tokens[index + 2..])),
            "crate" => used.push(*next),
            "super" if is_layer => used.push(*next),
            _ => {}
        }
    }
    used
}

/// The first word of each entry of a `{...}` that the tokens start with: `{a::b, c::{d, e}}` -> a, c.
fn heads_of_group<'a>(tokens: &[Token<'a>]) -> Vec<Token<'a>> {
    let mut heads = Vec::new();
    let mut depth = 0_usize;
    let mut at_head = false;
    for token in tokens {
        match token.text {
            "{" => {
                depth += 1;
                at_head = depth == 1;
            }
            "}" if depth == 1 => break,
            "}" => depth -= 1,
            "," if depth == 1 => at_head = true,
            _ if at_head => {
                heads.push(*token);
                at_head = false;
            }
            _ => {}
        }
    }
    heads
}

fn check_crates(file: &SourceFile, tokens: &[Token<'_>], found: &mut Vec<Problem>) {
    let layer = layer_of(&file.path).unwrap_or_default();
    for (index, token) in tokens.iter().enumerate() {
        let is_path = tokens.get(index + 1).is_some_and(|next| next.text == "::");
        let is_import = index > 0 && tokens[index - 1].text == "use";
        if !is_path && !is_import {
            continue;
        }
        if token.text == "sqlx" && layer != "store" {
            report(found, file, token.line, "`sqlx` belongs in `store` alone");
        }
        if HTTP_CRATES.contains(&token.text) && LAYERS_WITHOUT_HTTP.contains(&layer) {
            let rule = format!("`{}`: HTTP has no place in `{layer}`", token.text);
            report(found, file, token.line, rule);
        }
    }
}

mod rules_can_fail {
    use super::*;

    fn problems_of(path: &str, text: &str) -> Vec<String> {
        problems(&[SourceFile {
            path: path.to_owned(),
            text: text.to_owned(),
        }])
    }

    /// One line of code below a header, in the given file.
    fn line_in(path: &str, line: &str) -> Vec<String> {
        problems_of(path, &format!("//! A header.\n{line}\n"))
    }

    /// Each line: a file, a line of code in it, and the rule that it breaks.
    const CROSSINGS: &str = "
        src/domain/vpc.rs | use crate::store::Tx; | `domain` may not use `store`
        src/domain.rs | use crate::app; | `domain` may not use `app`
        src/domain/vpc.rs | fn f(_: crate::config::Config) {} | `domain` may not use `config`
        src/store/vpc.rs | use crate::{domain::{id, tag}, app::Context}; | `store` may not use `app`
        src/store/mod.rs | use super::app::Context; | `store` may not use `app`
        src/app/vpc.rs | use super::super::api::problem; | `app` may not use `api`
        src/app/reconcile/mod.rs | use crate::aws; | `app` may not use `aws`
        src/api/vpc.rs | use crate::store::Store; | `api` may not use `store`
        src/aws/ec2/vpc.rs | use crate::api::page; | `aws` may not use `api`
        src/app/mod.rs | use sqlx::SqlitePool; | `sqlx` belongs in `store` alone
        src/main.rs | use sqlx; | `sqlx` belongs in `store` alone
        src/domain/id.rs | use axum::Json; | `axum`: HTTP has no place in `domain`
        src/app/mod.rs | type Status = http::StatusCode; | `http`: HTTP has no place in `app`
        src/store/mod.rs | use tower_http::trace; | `tower_http`: HTTP has no place in `store`
    ";

    const NO_CROSSINGS: &str = "
        src/domain/vpc.rs | use crate::domain::{id::VpcId, store_hint};
        src/store/vpc.rs | use crate::{domain::vpc::Vpc, store::Tx}; use sqlx::Row;
        src/app/vpc.rs | use crate::{domain, store::Store}; pub(crate) fn f() {}
        src/api/vpc.rs | use crate::app::Context; use super::problem::Problem; use axum::Json;
        src/aws/mod.rs | use tower::Service; use http::StatusCode;
        src/domain/vpc.rs | const TOWER: u8 = http;
        src/lib.rs | use crate::{api, aws, app, store, domain, config};
        src/demo.rs | use crate::store::Store;
    ";

    fn cases(table: &str) -> impl Iterator<Item = Vec<&str>> {
        let lines = table.lines().map(str::trim).filter(|line| !line.is_empty());
        lines.map(|line| line.split(" | ").collect())
    }

    #[test]
    fn layers_and_crates() {
        for case in cases(CROSSINGS) {
            let [path, line, rule] = case[..] else {
                panic!("three parts: {case:?}")
            };
            assert_eq!(line_in(path, line), [format!("{path}:2: {rule}")], "{line}");
        }
        for case in cases(NO_CROSSINGS) {
            let [path, line] = case[..] else {
                panic!("two parts: {case:?}")
            };
            assert_eq!(line_in(path, line), Vec::<String>::new(), "{line}");
        }
    }

    #[test]
    fn lengths() {
        let long_file = format!("//! A header.\n{}", "// A line.\n".repeat(FILE_LINES_MAX));
        assert_eq!(
            problems_of("tests/it/long.rs", &long_file),
            ["tests/it/long.rs:601: the file has 601 lines, more than 600"]
        );
        let function = |lines: usize| {
            let body = "    g([0; 2], '}', \"}\"); // }\n".repeat(lines - 2);
            format!("//! A header.\nfn short();\nfn long(x: [u8; 2]) {{\n{body}}}\n")
        };
        assert_eq!(
            problems_of("src/lib.rs", &function(FUNCTION_LINES_MAX)),
            Vec::<String>::new()
        );
        assert_eq!(
            problems_of("src/lib.rs", &function(FUNCTION_LINES_MAX + 1)),
            ["src/lib.rs:3: `fn long` has 71 lines, more than 70"]
        );
    }

    #[test]
    fn text() {
        let marker = MARKERS[0];
        let text = format!("a\tb\nc \nnow {marker}(me): later\n{marker}S\nno end");
        assert_eq!(
            problems_of("migrations/sqlite/0001.sql", &text),
            [
                "migrations/sqlite/0001.sql:1: a tab",
                "migrations/sqlite/0001.sql:2: trailing whitespace",
                &format!("migrations/sqlite/0001.sql:3: {marker}: do it or file an issue"),
                "migrations/sqlite/0001.sql:5: no newline at the end",
            ]
        );
    }

    #[test]
    fn headers_and_attributes() {
        assert_eq!(
            problems_of("src/lib.rs", "pub mod domain;\n"),
            ["src/lib.rs:1: no `//!` header that says what the module is for"]
        );
        assert_eq!(
            problems_of(
                "tests/it/main.rs",
                "#![allow(x)]\n#[allow(y)]\n#[test]\n#[ignore]\nfn f() {}\n"
            ),
            [
                "tests/it/main.rs:1: `allow`: say `#[expect(lint, reason = \"...\")]`",
                "tests/it/main.rs:2: `allow`: say `#[expect(lint, reason = \"...\")]`",
                "tests/it/main.rs:4: an ignored test",
            ]
        );
    }

    #[test]
    fn comments_and_literals_are_no_code() {
        let text = r##"//! crate::store
/* use crate::store; /* nested */ use sqlx::Row; */
/// [`crate::app`]
const A: &str = "use crate::store; \" sqlx::x";
const B: &str = r#"crate::app " sqlx::x"#;
const C: [u8; 2] = [b'"', b'\''];
fn f<'a>(x: &'a str) -> char { '"' }
const D: &[u8] = br"\"; use crate::api;
"##;
        assert_eq!(
            problems_of("src/domain/id.rs", text),
            ["src/domain/id.rs:8: `domain` may not use `api`"]
        );
    }
}
