//! Who is calling, and for which service: the credential scope of a request signed with SigV4.
//!
//! The scope is read, never verified: a sandbox holds no secret keys, so a signature proves nothing
//! here. What a key means (which account, which role) is not decided here either.

use std::borrow::Cow;

use axum::http::{HeaderMap, StatusCode, header::AUTHORIZATION};

const ALGORITHM: &str = "AWS4-HMAC-SHA256";
const TERMINATOR: &str = "aws4_request";
/// AWS's own bound on the length of an access key id.
const ACCESS_KEY_ID_LENGTH_MAX: usize = 128;
/// How much of a caller's text an error message repeats.
const QUOTE_LENGTH_MAX: usize = 160;

/// What a signed request says about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CredentialScope {
    /// The key that the request claims to be signed with.
    pub access_key_id: String,
    /// The day of signing, `YYYYMMDD`.
    pub date: String,
    /// The region that the request is meant for.
    pub region: String,
    /// The service that the request is meant for, by its signing name: `ec2`.
    pub service: String,
}

/// Why a request that carries credentials can't be attributed to anybody.
///
/// A message never repeats a signature or a token, only the credential, which is no secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// The `Authorization` header uses another scheme than SigV4.
    #[error(
        "The Authorization scheme '{0}' is not supported: sign the request with '{ALGORITHM}'."
    )]
    UnsupportedScheme(String),
    /// The presigned URL names another algorithm than SigV4's.
    #[error("Unsupported AWS 'algorithm': '{0}', expected '{ALGORITHM}'.")]
    UnsupportedAlgorithm(String),
    /// The `Authorization` header is not text.
    #[error("The Authorization header is not visible ASCII text.")]
    NotText,
    /// A part of the `Authorization` header is no `key=value` pair. Its text may be half a
    /// signature, so only its place is told.
    #[error("Part {0} of the Authorization header is not a valid key=value pair.")]
    NotAPair(usize),
    /// A parameter is given more than once, so that it's unclear which one counts.
    #[error("{place} has the parameter '{name}' more than once.")]
    Repeated {
        /// Where it stands.
        place: Place,
        /// The parameter.
        name: &'static str,
    },
    /// A parameter is absent or empty.
    #[error("{place} requires the parameter '{name}'.")]
    Missing {
        /// Where it should stand.
        place: Place,
        /// The parameter.
        name: &'static str,
    },
    /// The credential has not AWS's five parts, or one of them has the wrong form.
    #[error(
        "Credential must be 'KEY_ID/YYYYMMDD/REGION/SERVICE/{TERMINATOR}', got '{credential}': \
         the {part} is malformed."
    )]
    MalformedCredential {
        /// The credential as sent, shortened if long.
        credential: String,
        /// The first part that is wrong.
        part: &'static str,
    },
    /// No access key looks like this one.
    #[error("The security token included in the request is invalid.")]
    InvalidAccessKeyId,
}

/// The two places where a request may carry its credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The `Authorization` header.
    Header,
    /// The query string of a presigned URL.
    Query,
}

impl std::fmt::Display for Place {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::Header => "The Authorization header",
            Self::Query => "The query string",
        })
    }
}

impl SignatureError {
    /// AWS's error code and the HTTP status that goes with it.
    pub const fn code_and_status(&self) -> (&'static str, StatusCode) {
        match self {
            Self::InvalidAccessKeyId => ("InvalidClientTokenId", StatusCode::FORBIDDEN),
            Self::UnsupportedScheme(_)
            | Self::UnsupportedAlgorithm(_)
            | Self::NotText
            | Self::NotAPair(_)
            | Self::Repeated { .. }
            | Self::Missing { .. }
            | Self::MalformedCredential { .. } => ("IncompleteSignature", StatusCode::BAD_REQUEST),
        }
    }
}

/// Reads the credential scope from the `Authorization` header or, without one, from the query string
/// of a presigned URL. A request with neither is unsigned: `Ok(None)`.
///
/// # Errors
///
/// The request carries credentials that are not SigV4's or not whole.
pub fn credential_scope(
    headers: &HeaderMap,
    query: Option<&str>,
) -> Result<Option<CredentialScope>, SignatureError> {
    match headers.get(AUTHORIZATION) {
        Some(value) => {
            let text = value.to_str().map_err(|_| SignatureError::NotText)?;
            scope_of_header(text).map(Some)
        }
        None => query.map_or(Ok(None), scope_of_query),
    }
}

fn scope_of_header(text: &str) -> Result<CredentialScope, SignatureError> {
    let text = text.trim();
    let (scheme, parameters) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    if scheme != ALGORITHM {
        return Err(SignatureError::UnsupportedScheme(shorten(scheme)));
    }
    let (mut credential, mut signed_headers, mut signature) = (None, None, None);
    for (index, pair) in parameters.split(',').enumerate() {
        let pair = pair.trim();
        if pair.is_empty() {
            continue;
        }
        let (name, value) = pair
            .split_once('=')
            .ok_or(SignatureError::NotAPair(index + 1))?;
        let (slot, name) = match name {
            "Credential" => (&mut credential, "Credential"),
            "SignedHeaders" => (&mut signed_headers, "SignedHeaders"),
            "Signature" => (&mut signature, "Signature"),
            _ => continue,
        };
        fill(slot, value, Place::Header, name)?;
    }
    require(signed_headers, Place::Header, "SignedHeaders")?;
    require(signature, Place::Header, "Signature")?;
    scope_of_credential(require(credential, Place::Header, "Credential")?)
}

fn scope_of_query(query: &str) -> Result<Option<CredentialScope>, SignatureError> {
    let (mut algorithm, mut credential, mut signature) = (None, None, None);
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        let (slot, name) = match &*name {
            "X-Amz-Algorithm" => (&mut algorithm, "X-Amz-Algorithm"),
            "X-Amz-Credential" => (&mut credential, "X-Amz-Credential"),
            "X-Amz-Signature" => (&mut signature, "X-Amz-Signature"),
            _ => continue,
        };
        fill(slot, value, Place::Query, name)?;
    }
    if algorithm.is_none() && credential.is_none() && signature.is_none() {
        return Ok(None);
    }
    let algorithm: Cow<'_, str> = require(algorithm, Place::Query, "X-Amz-Algorithm")?;
    if algorithm != ALGORITHM {
        return Err(SignatureError::UnsupportedAlgorithm(shorten(&algorithm)));
    }
    require(signature, Place::Query, "X-Amz-Signature")?;
    let credential = require(credential, Place::Query, "X-Amz-Credential")?;
    scope_of_credential(&credential).map(Some)
}

fn fill<T>(
    slot: &mut Option<T>,
    value: T,
    place: Place,
    name: &'static str,
) -> Result<(), SignatureError> {
    match slot.replace(value) {
        None => Ok(()),
        Some(_) => Err(SignatureError::Repeated { place, name }),
    }
}

fn require<T: AsRef<str>>(
    value: Option<T>,
    place: Place,
    name: &'static str,
) -> Result<T, SignatureError> {
    value
        .filter(|text| !text.as_ref().is_empty())
        .ok_or(SignatureError::Missing { place, name })
}

fn scope_of_credential(credential: &str) -> Result<CredentialScope, SignatureError> {
    let malformed = |part| SignatureError::MalformedCredential {
        credential: shorten(credential),
        part,
    };
    let mut parts = credential.split('/');
    let mut next = || parts.next().unwrap_or_default();
    let (access_key_id, date, region, service, terminator) =
        (next(), next(), next(), next(), next());
    if access_key_id.is_empty() {
        return Err(malformed("access key id"));
    }
    if date.len() != 8 || !date.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(malformed("date"));
    }
    if !is_label(region) {
        return Err(malformed("region"));
    }
    if !is_label(service) {
        return Err(malformed("service"));
    }
    if terminator != TERMINATOR || parts.next().is_some() {
        return Err(malformed("terminator"));
    }
    if access_key_id.len() > ACCESS_KEY_ID_LENGTH_MAX
        || !access_key_id.bytes().all(|byte| byte.is_ascii_graphic())
    {
        return Err(SignatureError::InvalidAccessKeyId);
    }
    Ok(CredentialScope {
        access_key_id: access_key_id.to_owned(),
        date: date.to_owned(),
        region: region.to_owned(),
        service: service.to_owned(),
    })
}

/// Regions and signing names are made of letters, digits and hyphens.
fn is_label(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// Bounds what an error repeats of the request; control characters go, since logs carry it too.
fn shorten(text: &str) -> String {
    text.chars()
        .filter(|character| !character.is_control())
        .take(QUOTE_LENGTH_MAX)
        .collect()
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;
    use proptest::prelude::*;

    use super::*;

    const SIGNATURE: &str = "fe5f80f77d5fa3beca038a248ff027d0445342fe2855ddc963176630326f1024";

    fn from_header(text: &str) -> Result<Option<CredentialScope>, SignatureError> {
        let mut headers = HeaderMap::new();
        headers.insert(
            AUTHORIZATION,
            HeaderValue::from_str(text).expect("a header value"),
        );
        credential_scope(&headers, None)
    }

    fn from_query(query: &str) -> Result<Option<CredentialScope>, SignatureError> {
        credential_scope(&HeaderMap::new(), Some(query))
    }

    fn scope(access_key_id: &str, region: &str, service: &str) -> CredentialScope {
        CredentialScope {
            access_key_id: access_key_id.to_owned(),
            date: "20261122".to_owned(),
            region: region.to_owned(),
            service: service.to_owned(),
        }
    }

    #[test]
    fn header_in_every_spacing_and_order() {
        let expected = scope("111111111111", "us-east-1", "ec2");
        let credential = "Credential=111111111111/20261122/us-east-1/ec2/aws4_request";
        let signed = "SignedHeaders=content-type;host;x-amz-date";
        let signature = format!("Signature={SIGNATURE}");
        for text in [
            format!("AWS4-HMAC-SHA256 {credential}, {signed}, {signature}"),
            format!("AWS4-HMAC-SHA256 {credential},{signed},{signature}"),
            format!("AWS4-HMAC-SHA256 {signature},\t{signed} ,  {credential}"),
            format!("  AWS4-HMAC-SHA256   {signed},{credential},{signature},"),
            format!("AWS4-HMAC-SHA256 {credential}, {signed}, {signature}, Extra=1"),
        ] {
            assert_eq!(from_header(&text), Ok(Some(expected.clone())), "{text}");
        }
    }

    #[test]
    fn presigned_query() {
        let query = format!(
            "Action=GetCallerIdentity&X-Amz-Algorithm=AWS4-HMAC-SHA256\
             &X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20261122%2Feu-west-1%2Fsts%2Faws4_request\
             &X-Amz-Date=20261122T000000Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host\
             &X-Amz-Signature={SIGNATURE}"
        );
        let expected = scope("AKIAIOSFODNN7EXAMPLE", "eu-west-1", "sts");
        assert_eq!(from_query(&query), Ok(Some(expected)));
    }

    #[test]
    fn header_goes_before_query() {
        let mut headers = HeaderMap::new();
        headers.insert(AUTHORIZATION, HeaderValue::from_static("Bearer abc"));
        let refused = credential_scope(&headers, Some("X-Amz-Algorithm=AWS4-HMAC-SHA256"));
        assert_eq!(
            refused,
            Err(SignatureError::UnsupportedScheme("Bearer".to_owned()))
        );
    }

    #[test]
    fn unsigned_is_no_error() {
        assert_eq!(credential_scope(&HeaderMap::new(), None), Ok(None));
        assert_eq!(
            from_query("Action=DescribeVpcs&Version=2016-11-15"),
            Ok(None)
        );
        assert_eq!(from_query(""), Ok(None));
    }

    #[test]
    fn refusals_as_text() {
        let scope = "20261122/us-east-1/ec2/aws4_request";
        let rest = "SignedHeaders=host, Signature=00";
        let headers = [
            "AWS AKIDEXAMPLE:frJIUN8DYpKDtOLCwo//yllqDzg=".to_owned(),
            "Bearer eyJhbGciOi.J9".to_owned(),
            "AWS4-ECDSA-P256-SHA256 Credential=A/20261122/s3/aws4_request".to_owned(),
            "AWS4-HMAC-SHA256".to_owned(),
            format!("AWS4-HMAC-SHA256 {rest}"),
            format!("AWS4-HMAC-SHA256 Credential=A/{scope}, Signature=00"),
            format!("AWS4-HMAC-SHA256 Credential=A/{scope}, SignedHeaders=host"),
            format!("AWS4-HMAC-SHA256 Credential=A/{scope}, SignedHeaders=host, Signature="),
            format!("AWS4-HMAC-SHA256 Credential=A/{scope}, Credential=B/{scope}, {rest}"),
            format!("AWS4-HMAC-SHA256 Credential=A/{scope}, 3f2a, {rest}"),
            format!("AWS4-HMAC-SHA256 Credential=/{scope}, {rest}"),
            format!("AWS4-HMAC-SHA256 Credential=A, {rest}"),
            format!("AWS4-HMAC-SHA256 Credential=A/2026-11-22/us-east-1/ec2/aws4_request, {rest}"),
            format!("AWS4-HMAC-SHA256 Credential=A/20261122//ec2/aws4_request, {rest}"),
            format!("AWS4-HMAC-SHA256 Credential=A/20261122/us-east-1/e c/aws4_request, {rest}"),
            format!("AWS4-HMAC-SHA256 Credential=A/20261122/us-east-1/ec2/aws3_request, {rest}"),
            format!("AWS4-HMAC-SHA256 Credential=A/{scope}/more, {rest}"),
            format!("AWS4-HMAC-SHA256 Credential=A B/{scope}, {rest}"),
            format!(
                "AWS4-HMAC-SHA256 Credential={}/{scope}, {rest}",
                "A".repeat(129)
            ),
        ];
        let told: Vec<String> = headers.iter().map(|text| line(from_header(text))).collect();
        let malformed = |credential: &str, part: &str| {
            format!(
                "400 IncompleteSignature: Credential must be \
                 'KEY_ID/YYYYMMDD/REGION/SERVICE/aws4_request', got '{credential}': \
                 the {part} is malformed."
            )
        };
        let scheme = |name: &str| {
            format!(
                "400 IncompleteSignature: The Authorization scheme '{name}' is not supported: \
                 sign the request with 'AWS4-HMAC-SHA256'."
            )
        };
        let header = |says: &str| format!("400 IncompleteSignature: {says}");
        let expected = [
            scheme("AWS"),
            scheme("Bearer"),
            scheme("AWS4-ECDSA-P256-SHA256"),
            header("The Authorization header requires the parameter 'SignedHeaders'."),
            header("The Authorization header requires the parameter 'Credential'."),
            header("The Authorization header requires the parameter 'SignedHeaders'."),
            header("The Authorization header requires the parameter 'Signature'."),
            header("The Authorization header requires the parameter 'Signature'."),
            header("The Authorization header has the parameter 'Credential' more than once."),
            header("Part 2 of the Authorization header is not a valid key=value pair."),
            malformed("/20261122/us-east-1/ec2/aws4_request", "access key id"),
            malformed("A", "date"),
            malformed("A/2026-11-22/us-east-1/ec2/aws4_request", "date"),
            malformed("A/20261122//ec2/aws4_request", "region"),
            malformed("A/20261122/us-east-1/e c/aws4_request", "service"),
            malformed("A/20261122/us-east-1/ec2/aws3_request", "terminator"),
            malformed("A/20261122/us-east-1/ec2/aws4_request/more", "terminator"),
            "403 InvalidClientTokenId: The security token included in the request is invalid."
                .to_owned(),
            "403 InvalidClientTokenId: The security token included in the request is invalid."
                .to_owned(),
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn refusals_of_a_presigned_query_as_text() {
        let told: Vec<String> = [
            "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=00",
            "X-Amz-Credential=A",
            "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=A",
            "X-Amz-Algorithm=HS256&X-Amz-Credential=A&X-Amz-Signature=00",
            "X-Amz-Signature=00&X-Amz-Signature=01",
        ]
        .map(|query| line(from_query(query)))
        .to_vec();
        assert_eq!(
            told,
            [
                "400 IncompleteSignature: The query string requires the parameter 'X-Amz-Credential'.",
                "400 IncompleteSignature: The query string requires the parameter 'X-Amz-Algorithm'.",
                "400 IncompleteSignature: The query string requires the parameter 'X-Amz-Signature'.",
                "400 IncompleteSignature: Unsupported AWS 'algorithm': 'HS256', \
                 expected 'AWS4-HMAC-SHA256'.",
                "400 IncompleteSignature: The query string has the parameter 'X-Amz-Signature' \
                 more than once.",
            ]
        );
    }

    fn line(result: Result<Option<CredentialScope>, SignatureError>) -> String {
        let error = result.expect_err("a refusal");
        let (code, status) = error.code_and_status();
        format!("{} {code}: {error}", status.as_str())
    }

    #[test]
    fn header_must_be_text() {
        let mut headers = HeaderMap::new();
        headers.insert(
            AUTHORIZATION,
            HeaderValue::from_bytes(b"AWS4-HMAC-SHA256 \xff").unwrap(),
        );
        assert_eq!(
            credential_scope(&headers, None),
            Err(SignatureError::NotText)
        );
    }

    /// Headers that get past the first checks more often than random bytes do.
    fn nearly_a_header() -> impl Strategy<Value = String> {
        let token = prop_oneof![
            Just("Credential=".to_owned()),
            Just("SignedHeaders=host".to_owned()),
            Just("Signature=00".to_owned()),
            Just("AKID/20261122/us-east-1/ec2/aws4_request".to_owned()),
            Just("/".to_owned()),
            Just(", ".to_owned()),
            "[ -~]{0,12}",
        ];
        proptest::collection::vec(token, 0..12)
            .prop_map(|tokens| format!("AWS4-HMAC-SHA256 {}", tokens.concat()))
    }

    proptest! {
        #[test]
        fn never_panics_on_any_bytes(bytes in any::<Vec<u8>>(), query in any::<String>()) {
            let mut headers = HeaderMap::new();
            if let Ok(value) = HeaderValue::from_bytes(&bytes) {
                headers.insert(AUTHORIZATION, value);
            }
            let _ = credential_scope(&headers, Some(&query));
            let _ = credential_scope(&HeaderMap::new(), Some(&query));
        }

        #[test]
        fn never_panics_and_bounds_messages_on_near_misses(text in nearly_a_header()) {
            match from_header(&text) {
                Ok(found) => prop_assert!(found.is_some()),
                Err(error) => prop_assert!(error.to_string().len() < 2 * QUOTE_LENGTH_MAX + 128),
            }
        }

        #[test]
        fn reads_back_what_was_written(
            key in "[A-Za-z0-9_]{1,128}",
            region in "[a-z]{2}-[a-z]{4,9}-[1-9]",
            service in "[a-z][a-z0-9-]{1,20}",
        ) {
            let credential = format!("{key}/20261122/{region}/{service}/aws4_request");
            let header = format!(
                "AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders=host, Signature=00"
            );
            let query = form_urlencoded::Serializer::new(String::new())
                .append_pair("X-Amz-Algorithm", ALGORITHM)
                .append_pair("X-Amz-Credential", &credential)
                .append_pair("X-Amz-Signature", "00")
                .finish();
            let expected = Ok(Some(scope(&key, &region, &service)));
            prop_assert_eq!(from_header(&header), expected.clone());
            prop_assert_eq!(from_query(&query), expected);
        }
    }
}
