//! JSON text for reading: what fits stays on one line, members keep their order.

/// The widest line that is not broken up any further.
const WIDTH: usize = 110;

/// Lays out compact JSON with every line indented by `indent` spaces.
pub(super) fn layout(json: &str, indent: usize) -> String {
    let mut lines = " ".repeat(indent);
    write(json, indent, "", &mut lines);
    lines
}

fn write(json: &str, indent: usize, label: &str, lines: &mut String) {
    lines.push_str(label);
    let parts = match parts(json) {
        Some(parts) if indent + label.len() + json.len() > WIDTH => parts,
        _ => return lines.push_str(json),
    };
    let (open, close) = (&json[..1], &json[json.len() - 1..]);
    lines.push_str(open);
    for (index, part) in parts.iter().enumerate() {
        let (label, value) = if open == "{" {
            member(part)
        } else {
            ("", *part)
        };
        lines.push('\n');
        lines.push_str(&" ".repeat(indent + 2));
        write(value, indent + 2, label, lines);
        if index + 1 < parts.len() {
            lines.push(',');
        }
    }
    lines.push('\n');
    lines.push_str(&" ".repeat(indent));
    lines.push_str(close);
}

/// The members of an object or the items of an array; `None` for other values and for empty ones.
fn parts(json: &str) -> Option<Vec<&str>> {
    let inner = json
        .strip_prefix('{')
        .and_then(|rest| rest.strip_suffix('}'))
        .or_else(|| {
            json.strip_prefix('[')
                .and_then(|rest| rest.strip_suffix(']'))
        })
        .filter(|inner| !inner.is_empty())?;
    let mut parts = Vec::new();
    let mut start = 0;
    for (position, depth, byte) in outside_strings(inner) {
        if byte == b',' && depth == 0 {
            parts.push(&inner[start..position]);
            start = position + 1;
        }
    }
    parts.push(&inner[start..]);
    Some(parts)
}

/// Splits `"name":value` behind the colon.
fn member(part: &str) -> (&str, &str) {
    let colon = outside_strings(part).find(|(_, _, byte)| *byte == b':');
    colon.map_or(("", part), |(position, _, _)| part.split_at(position + 1))
}

/// The bytes outside of string literals, with their position and how many brackets are open before them.
fn outside_strings(json: &str) -> impl Iterator<Item = (usize, usize, u8)> + '_ {
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    json.bytes()
        .enumerate()
        .filter_map(move |(position, byte)| {
            if in_string {
                in_string = escaped || byte != b'"';
                escaped = byte == b'\\' && !escaped;
                return None;
            }
            let found = (position, depth, byte);
            match byte {
                b'"' => in_string = true,
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth = depth.saturating_sub(1),
                _ => {}
            }
            Some(found)
        })
}

#[cfg(test)]
mod tests {
    use super::layout;

    #[test]
    fn breaks_what_is_too_long_and_nothing_else() {
        assert_eq!(layout(r#"{"items":[]}"#, 2), r#"  {"items":[]}"#);
        let long = format!(
            r#"[{{"name":"{}","braces":"}}\",","list":[1,2]}},[]]"#,
            "x".repeat(100)
        );
        let lines = layout(&long, 2);
        insta::assert_snapshot!(lines, @r#"
          [
            {
              "name":"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
              "braces":"}\",",
              "list":[1,2]
            },
            []
          ]
        "#);
    }
}
