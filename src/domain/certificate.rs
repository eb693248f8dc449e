//! Certificates of listeners. Their services aren't here, so that every well-formed ARN names one, as a record only.

use super::error::{Code, Error, Result};
use super::scope::Scope;

/// Refuses a text that is no ARN of a certificate, and the ARN of one in another region, where a listener in `scope`
/// cannot have it.
pub fn check_certificate(arn: &str, scope: &Scope) -> Result<()> {
    match certificate_region(arn) {
        None => Err(Error::validation(
            "Certificates",
            format!("Certificate ARN '{arn}' is not valid"),
        )),
        Some(region) if region.is_empty() || region == scope.region.as_str() => Ok(()),
        Some(_) => Err(certificate_not_found(arn)),
    }
}

/// The region in the ARN of a certificate; empty for those of IAM, which are everywhere.
fn certificate_region(arn: &str) -> Option<&str> {
    let mut parts = arn.splitn(6, ':');
    let mut part = || parts.next();
    if part()? != "arn" || !part()?.starts_with("aws") {
        return None;
    }
    let (service, region, account, resource) = (part()?, part()?, part()?, part()?);
    let is_account = account.len() == 12 && account.bytes().all(|byte| byte.is_ascii_digit());
    let has_name = |prefix: &str| {
        let name = resource.strip_prefix(prefix);
        name.is_some_and(|name| !name.is_empty() && !name.contains(char::is_whitespace))
    };
    let is_certificate = match service {
        "acm" => !region.is_empty() && has_name("certificate/"),
        "iam" => region.is_empty() && has_name("server-certificate/"),
        _ => false,
    };
    (is_account && is_certificate).then_some(region)
}

/// The refusal for a certificate that there cannot be.
fn certificate_not_found(arn: &str) -> Error {
    Error::new(
        Code::CertificateNotFound,
        format!("Certificate '{arn}' not found"),
    )
    .about("Certificates")
}

#[cfg(test)]
mod tests {
    use super::check_certificate;
    use crate::domain::scope::{AccountId, RegionName, Scope};

    #[test]
    fn certificates_by_their_form_and_region() {
        let scope = Scope {
            account: AccountId::parse("111111111111").unwrap(),
            region: RegionName::parse("eu-west-1").unwrap(),
        };
        for (arn, code) in [
            ("arn:aws:acm:eu-west-1:111111111111:certificate/a-b", ""),
            ("arn:aws:acm:eu-west-1:222222222222:certificate/a-b", ""),
            ("arn:aws:iam::111111111111:server-certificate/path/name", ""),
            (
                "arn:aws:acm:us-east-1:111111111111:certificate/a-b",
                "CertificateNotFound",
            ),
            ("arn:aws:acm::111111111111:certificate/a", "ValidationError"),
            ("arn:aws:acm:eu-west-1:1:certificate/a", "ValidationError"),
            (
                "arn:aws:acm:eu-west-1:111111111111:certificate/",
                "ValidationError",
            ),
            ("arn:aws:iam::111111111111:role/a", "ValidationError"),
            ("certificate", "ValidationError"),
        ] {
            let found = check_certificate(arn, &scope)
                .err()
                .map_or("", |error| error.code.name());
            assert_eq!(found, code, "{arn}");
        }
    }
}
