//! Endpoint policies: what text is one, and the default.

use serde_json::Value;

use super::error::{Code, Error, Result};
use super::limit;

/// The policy of an interface endpoint to which none was given: full access, in AWS's own layout.
pub const FULL_ACCESS: &str = "{\n  \"Statement\": [\n    {\n      \"Action\": \"*\", \n      \"Effect\": \"Allow\", \n      \"Principal\": \"*\", \n      \"Resource\": \"*\"\n    }\n  ]\n}";

/// The policy of a gateway endpoint to which none was given: full access, in AWS's own layout.
pub const GATEWAY_FULL_ACCESS: &str = r#"{"Version":"2008-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}"#;

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
    let Ok(policy @ Value::Object(_)) = serde_json::from_str::<Value>(text) else {
        return invalid("The policy is not a JSON object".to_owned());
    };
    if !matches!(
        policy.get("Version").map(Value::as_str),
        None | Some(Some("2008-10-17" | "2012-10-17"))
    ) {
        return invalid("The policy's Version must be 2008-10-17 or 2012-10-17".to_owned());
    }
    let Some(statements) = statements(&policy).filter(|statements| !statements.is_empty()) else {
        return invalid("The policy has no Statement".to_owned());
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

fn statements(policy: &Value) -> Option<Vec<&Value>> {
    match policy.get("Statement")? {
        Value::Array(statements) => Some(statements.iter().collect()),
        statement @ Value::Object(_) => Some(vec![statement]),
        _ => None,
    }
}

/// Checks that `text`, which [`check`] has accepted, names nobody in particular: a gateway endpoint doesn't know who calls.
pub fn check_principals_are_all(text: &str) -> Result<()> {
    let policy = serde_json::from_str::<Value>(text).unwrap_or_default();
    let all = |principal: &Value| {
        principal == "*"
            || principal
                .get("AWS")
                .is_some_and(|accounts| accounts == "*" || *accounts == serde_json::json!(["*"]))
    };
    let every = statements(&policy)
        .unwrap_or_default()
        .into_iter()
        .all(|statement| statement.get("Principal").is_some_and(all));
    if every {
        return Ok(());
    }
    Err(Error::new(
        Code::InvalidPolicyDocument,
        "The Principal of every statement of a gateway endpoint's policy must be *",
    )
    .about("PolicyDocument"))
}

/// Whether `text`, which [`check`] has accepted, says the same as [`FULL_ACCESS`].
pub fn is_full_access(text: &str) -> bool {
    let statement = |text: &str| {
        let policy = serde_json::from_str::<Value>(text).ok()?;
        match statements(&policy)?.as_slice() {
            [statement] => Some((*statement).clone()),
            _ => None,
        }
    };
    statement(text).is_some_and(|given| Some(given) == statement(FULL_ACCESS))
}

#[cfg(test)]
mod tests {
    use super::{
        FULL_ACCESS, GATEWAY_FULL_ACCESS, check, check_principals_are_all, is_full_access,
    };

    #[test]
    fn the_default_is_a_policy() {
        assert!(check(FULL_ACCESS).is_ok());
        assert!(is_full_access(FULL_ACCESS));
        let compact = r#"{"Version":"2008-10-17","Statement":[{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*"}]}"#;
        assert!(is_full_access(compact));
        assert!(!is_full_access(&compact.replace("Allow", "Deny")));
    }

    #[test]
    fn a_gateway_endpoint_names_nobody_in_particular() {
        assert!(check_principals_are_all(GATEWAY_FULL_ACCESS).is_ok());
        assert!(is_full_access(GATEWAY_FULL_ACCESS));
        let of = |principal: &str| {
            format!(
                r#"{{"Statement": {{"Effect": "Allow", {principal}, "Action": "*", "Resource": "*"}}}}"#
            )
        };
        for all in [
            r#""Principal": {"AWS": "*"}"#,
            r#""Principal": {"AWS": ["*"]}"#,
        ] {
            assert!(check_principals_are_all(&of(all)).is_ok(), "{all}");
        }
        for some in [
            r#""Principal": {"AWS": "111111111111"}"#,
            r#""Principal": {"Service": "*"}"#,
            r#""NotPrincipal": "*""#,
        ] {
            let error = check_principals_are_all(&of(some)).unwrap_err();
            assert_eq!(error.code.name(), "InvalidPolicyDocument", "{some}");
        }
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
            r#"{"Statement": []}"#,
            r#"{"Version": "2020-01-01", "Statement": {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}}"#,
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
