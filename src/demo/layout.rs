//! JSON text for reading: what fits stays on one line, members keep their order.

/// The widest line that is not broken up any further.
const WIDTH: usize = 110;

/// Lays out compact JSON with every line indented by `indent` spaces.
pub(super) fn layout(json: &str, indent: usize) -> String {
    let mut lines = " ".repeat(indent);
    write(json, indent, &mut lines);
    lines
}

/// Appends a value, or a member with its name, to the last of `lines`; breaks it up if it is too long for a line.
fn write(json: &str, indent: usize, lines: &mut String) {
    let (name, value) = member(json);
    let parts = match parts(value) {
        Some(parts) if indent + json.len() > WIDTH => parts,
        _ => return lines.push_str(json),
    };
    lines.push_str(name);
    lines.push_str(&value[..1]);
    let mut end_line = true;
    for (index, part) in parts.iter().enumerate() {
        let width = lines.len() - lines.rfind('\n').map_or(0, |end| end + 1);
        if end_line || width + " ,".len() + part.len() > WIDTH {
            new_line(indent + 2, lines);
        } else {
            lines.push(' ');
        }
        write(part, indent + 2, lines);
        if index + 1 < parts.len() {
            lines.push(',');
        }
        end_line = indent + 2 + part.len() > WIDTH;
    }
    new_line(indent, lines);
    lines.push_str(&value[value.len() - 1..]);
}

fn new_line(indent: usize, lines: &mut String) {
    lines.push('\n');
    lines.push_str(&" ".repeat(indent));
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

/// Splits `"name":value` behind the colon; other values have no name.
fn member(json: &str) -> (&str, &str) {
    let colon = outside_strings(json).find(|(_, depth, byte)| *byte == b':' && *depth == 0);
    colon.map_or(("", json), |(position, _, _)| json.split_at(position + 1))
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
        let name = "x".repeat(90);
        let long = format!(
            r#"[{{"name":"{name}","braces":"}}\",","list":[1,2],"deep":[["{name}"],true]}},[],{{}}]"#
        );
        insta::assert_snapshot!(layout(&long, 2), @r#"
        [
          {
            "name":"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
            "braces":"}\",", "list":[1,2],
            "deep":[
              ["xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"], true
            ]
          },
          [], {}
        ]
        "#);
    }
}
