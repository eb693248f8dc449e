//! Endpoint policies: what text is one, and the default.

use serde_json::Value;

use super::error::{Code, Error, Result};
use super::limit;

/// The policy of an interface endpoint to which none was given: full access, in AWS's own layout.
pub const FULL_ACCESS: &str = "{\n  \"Statement\": [\n    {\n      \"Action\": \"*\", \n      \"Effect\": \"Allow\", \n      \"Principal\": \"*\", \n      \"Resource\": \"*\"\n    }\n  ]\n}";

/// Checks that `text` is a policy document: JSON, and each statement with an effect and a principal.
///
/// The text is kept as it was given; nothing evaluates it yet.
pub fn check(text: &str) -> Result<()> {
    let invalid = |message: String| {
        Err(Error::new(Code::InvalidPolicyDocument, message).about("PolicyDocument"))
    };
    if text.chars().count() > limit::POLICY_CHARS {
        return invalid(format!(
            "The policy is longer than {} characters",
            limit::POLICY_CHARS
        ));
    }
    let Ok(Value::Object(policy)) = serde_json::from_str::<Value>(text) else {
        return invalid("The policy is not a JSON object".to_owned());
    };
    let statements = match policy.get("Statement") {
        Some(Value::Array(statements)) => statements.iter().collect(),
        Some(statement @ Value::Object(_)) => vec![statement],
        _ => return invalid("The policy has no Statement".to_owned()),
    };
    for statement in statements {
        let effect = statement.get("Effect").and_then(Value::as_str);
        if !matches!(effect, Some("Allow" | "Deny")) {
            return invalid("A statement's Effect must be Allow or Deny".to_owned());
        }
        if statement
            .get("Principal")
            .or_else(|| statement.get("NotPrincipal"))
            .is_none()
        {
            return invalid("A statement must have a Principal".to_owned());
        }
        for (member, opposite) in [("Action", "NotAction"), ("Resource", "NotResource")] {
            if statement
                .get(member)
                .or_else(|| statement.get(opposite))
                .is_none()
            {
                return invalid(format!("A statement must have {member} or {opposite}"));
            }
        }
    }
    Ok(())
}

/// Whether `text`, which [`check`] has accepted, says the same as [`FULL_ACCESS`].
pub fn is_full_access(text: &str) -> bool {
    let statement = |text: &str| {
        let policy = serde_json::from_str::<Value>(text).ok()?;
        match policy.get("Statement")? {
            Value::Array(statements) if statements.len() == 1 => statements.first().cloned(),
            statement @ Value::Object(_) => Some(statement.clone()),
            _ => None,
        }
    };
    statement(text).is_some_and(|given| Some(given) == statement(FULL_ACCESS))
}

#[cfg(test)]
mod tests {
    use super::{FULL_ACCESS, check, is_full_access};

    #[test]
    fn the_default_is_a_policy() {
        assert!(check(FULL_ACCESS).is_ok());
        assert!(is_full_access(FULL_ACCESS));
        let compact = r#"{"Version":"2008-10-17","Statement":[{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*"}]}"#;
        assert!(is_full_access(compact));
        assert!(!is_full_access(&compact.replace("Allow", "Deny")));
    }

    #[test]
    fn refuses_what_is_not_one() {
        let long = format!("{}{}", " ".repeat(20_481), FULL_ACCESS);
        for text in [
            "",
            "x",
            "[]",
            "{}",
            r#"{"Statement": "x"}"#,
            r#"{"Statement": ["x"]}"#,
            r#"{"Statement": {"Effect": "Maybe", "Principal": "*", "Action": "*", "Resource": "*"}}"#,
            r#"{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}"#,
            r#"{"Statement": {"Effect": "Allow", "Principal": "*", "Resource": "*"}}"#,
            r#"{"Statement": {"Effect": "Allow", "Principal": "*", "Action": "*"}}"#,
            &long,
        ] {
            assert_eq!(
                check(text).unwrap_err().code.name(),
                "InvalidPolicyDocument"
            );
        }
        let one = r#"{"Statement": {"Effect": "Deny", "NotPrincipal": "*", "NotAction": "x:Y", "Resource": "*"}}"#;
        assert!(check(one).is_ok());
    }
}
