//! What values a record can have, type by type, in the text form of zone files.

use std::net::{Ipv4Addr, Ipv6Addr};

use serde::{Deserialize, Serialize};

use super::dns_name::{DnsName, Problem};
use super::limit;

macro_rules! record_set_types {
    ($($variant:ident => $name:literal: $meaning:literal;)+) => {
        /// The types of records that Route 53 has.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum RecordSetType {
            $(#[doc = $meaning] #[serde(rename = $name)] $variant,)+
        }

        impl RecordSetType {
            /// All types.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// Its name.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }
        }
    };
}

record_set_types! {
    A => "A": "IPv4 addresses.";
    Aaaa => "AAAA": "IPv6 addresses.";
    Caa => "CAA": "Who may issue certificates.";
    Cname => "CNAME": "The name that this one is another for.";
    Ds => "DS": "Digests of a delegated zone's keys.";
    Https => "HTTPS": "How a web service is reached.";
    Mx => "MX": "Mail servers.";
    Naptr => "NAPTR": "Rewriting of names.";
    Ns => "NS": "Name servers.";
    Ptr => "PTR": "The name of an address.";
    Soa => "SOA": "The zone itself.";
    Spf => "SPF": "Senders of mail, as it was once written.";
    Srv => "SRV": "Servers of a service.";
    Sshfp => "SSHFP": "Fingerprints of SSH keys.";
    Svcb => "SVCB": "How a service is reached.";
    Tlsa => "TLSA": "Certificates of a TLS server.";
    Txt => "TXT": "Texts.";
}

impl RecordSetType {
    /// The type of this name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|it| it.name() == text)
    }

    /// Whether a record set of this type has one value at the most.
    const fn is_single(self) -> bool {
        matches!(self, Self::Cname | Self::Soa)
    }
}

/// Refuses a list of values that records of this type cannot have.
pub fn check_all(record_type: RecordSetType, values: &[String]) -> Result<(), String> {
    for (index, value) in values.iter().enumerate() {
        if value.chars().count() > limit::RECORD_VALUE_CHARS {
            return Err(format!(
                "Invalid Resource Record: the value has more than {} characters",
                limit::RECORD_VALUE_CHARS
            ));
        }
        check(record_type, value)
            .map_err(|problem| format!("Invalid Resource Record: '{problem}'"))?;
        if values[..index].contains(value) {
            return Err(format!("Duplicate Resource Record: '{value}'"));
        }
    }
    if values.len() > limit::VALUES_PER_RECORD_SET {
        return Err(format!(
            "Number of values of a resource record set exceeds the limit of {}",
            limit::VALUES_PER_RECORD_SET
        ));
    }
    if record_type.is_single() && values.len() > 1 {
        return Err(format!(
            "The request contains more than one value for a resource record set of type {}",
            record_type.name()
        ));
    }
    Ok(())
}

fn check(record_type: RecordSetType, value: &str) -> Result<(), Problem> {
    match record_type {
        RecordSetType::A if value.parse::<Ipv4Addr>().is_ok() => Ok(()),
        RecordSetType::A => Err(Problem::new(
            "ARRDATAIllegalIPv4Address",
            "Value is not a valid IPv4 address",
            value,
        )),
        RecordSetType::Aaaa if value.parse::<Ipv6Addr>().is_ok() => Ok(()),
        RecordSetType::Aaaa => Err(Problem::new(
            "AAAARRDATAIllegalIPv6Address",
            "Value is not a valid IPv6 address",
            value,
        )),
        RecordSetType::Cname | RecordSetType::Ns | RecordSetType::Ptr if value.contains(' ') => {
            Err(Problem::new(
                "RRDATANotSingleField",
                "Value contains spaces",
                value,
            ))
        }
        RecordSetType::Cname | RecordSetType::Ns | RecordSetType::Ptr => {
            DnsName::parse(value).map(drop)
        }
        RecordSetType::Txt | RecordSetType::Spf => texts(value).map(drop),
        RecordSetType::Mx => fields(value, &MX),
        RecordSetType::Srv => fields(value, &SRV),
        RecordSetType::Caa => fields(value, &CAA),
        RecordSetType::Ds => fields(value, &DS),
        RecordSetType::Naptr => fields(value, &NAPTR),
        RecordSetType::Soa => fields(value, &SOA),
        RecordSetType::Sshfp => fields(value, &SSHFP),
        RecordSetType::Tlsa => fields(value, &TLSA),
        RecordSetType::Svcb | RecordSetType::Https => service_binding(value),
    }
}

/// A field of a value.
#[derive(Clone, Copy)]
enum Field {
    Number8,
    Number16,
    Number32,
    Name,
    Word,
    Text,
    Hex,
}

/// Fields with spaces in between, and how a value is refused that has more or fewer.
struct Form {
    fields: &'static [Field],
    kind: &'static str,
    words: &'static str,
}

const MX: Form = Form {
    fields: &[Field::Number16, Field::Name],
    kind: "MXRRDATANotTwoFields",
    words: "MX record doesn't have 2 fields",
};
const SRV: Form = Form {
    fields: &[
        Field::Number16,
        Field::Number16,
        Field::Number16,
        Field::Name,
    ],
    kind: "SRVRRDATANotFourFields",
    words: "SRV record doesn't have 4 fields",
};
const CAA: Form = Form {
    fields: &[Field::Number8, Field::Word, Field::Text],
    kind: "CAARRDATANotThreeFields",
    words: "CAA record doesn't have 3 fields",
};
const DS: Form = Form {
    fields: &[Field::Number16, Field::Number8, Field::Number8, Field::Hex],
    kind: "DSRRDATANotFourFields",
    words: "DS record doesn't have 4 fields",
};
const NAPTR: Form = Form {
    fields: &[
        Field::Number16,
        Field::Number16,
        Field::Text,
        Field::Text,
        Field::Text,
        Field::Name,
    ],
    kind: "NAPTRRRDATANotSixFields",
    words: "NAPTR record doesn't have 6 fields",
};
const SOA: Form = Form {
    fields: &[
        Field::Name,
        Field::Name,
        Field::Number32,
        Field::Number32,
        Field::Number32,
        Field::Number32,
        Field::Number32,
    ],
    kind: "SOARRDATANotSevenFields",
    words: "SOA record doesn't have 7 fields",
};
const SSHFP: Form = Form {
    fields: &[Field::Number8, Field::Number8, Field::Hex],
    kind: "SSHFPRRDATANotThreeFields",
    words: "SSHFP record doesn't have 3 fields",
};
const TLSA: Form = Form {
    fields: &[Field::Number8, Field::Number8, Field::Number8, Field::Hex],
    kind: "TLSARRDATANotFourFields",
    words: "TLSA record doesn't have 4 fields",
};

/// The fields of a value, quotation marks kept around those that have them.
fn split(value: &str) -> Result<Vec<&str>, Problem> {
    let mut found = Vec::new();
    let mut rest = value.trim();
    while !rest.is_empty() {
        let end = if rest.starts_with('"') {
            closing_mark(rest).ok_or_else(|| not_quoted(value))? + 1
        } else {
            rest.find([' ', '\t']).unwrap_or(rest.len())
        };
        let (field, after) = rest.split_at(end);
        found.push(field);
        rest = after.trim_start();
    }
    Ok(found)
}

/// Where the quotation mark stands that closes the text at the beginning.
fn closing_mark(text: &str) -> Option<usize> {
    let mut escaped = false;
    text.bytes().enumerate().skip(1).find_map(|(index, byte)| {
        let closes = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        closes.then_some(index)
    })
}

fn not_quoted(value: &str) -> Problem {
    Problem::new(
        "InvalidCharacterString",
        "Value should be enclosed in quotation marks",
        value,
    )
}

fn fields(value: &str, form: &Form) -> Result<(), Problem> {
    let found = split(value)?;
    if found.len() != form.fields.len() {
        return Err(Problem::new(form.kind, form.words, value));
    }
    let mut both = form.fields.iter().zip(found);
    both.try_for_each(|(field, text)| check_field(*field, text))
}

fn check_field(field: Field, text: &str) -> Result<(), Problem> {
    let number = |fits: bool| {
        if fits {
            Ok(())
        } else {
            Err(Problem::new(
                "InvalidNumber",
                "Value is not a number in range",
                text,
            ))
        }
    };
    match field {
        Field::Number8 => number(text.parse::<u8>().is_ok()),
        Field::Number16 => number(text.parse::<u16>().is_ok()),
        Field::Number32 => number(text.parse::<u32>().is_ok()),
        Field::Name if text == "." => Ok(()),
        Field::Name => DnsName::parse(text).map(drop),
        Field::Word if text.bytes().all(|byte| byte.is_ascii_alphanumeric()) => Ok(()),
        Field::Word => Err(Problem::new(
            "UnsupportedCharacter",
            "Value contains unsupported characters",
            text,
        )),
        Field::Text if text.starts_with('"') => texts(text).map(drop),
        Field::Text => Err(not_quoted(text)),
        Field::Hex
            if text.bytes().all(|byte| byte.is_ascii_hexdigit())
                && text.len().is_multiple_of(2) =>
        {
            Ok(())
        }
        Field::Hex => Err(Problem::new(
            "InvalidHexadecimal",
            "Value is not hexadecimal",
            text,
        )),
    }
}

/// `1 . alpn="h2"`: a priority, a name, and parameters if the priority is not 0.
fn service_binding(value: &str) -> Result<(), Problem> {
    let found: Vec<&str> = value.split_whitespace().collect();
    let [priority, target, parameters @ ..] = &found[..] else {
        return Err(Problem::new(
            "SVCBRRDATANotEnoughFields",
            "Record doesn't have a priority and a target",
            value,
        ));
    };
    check_field(Field::Number16, priority)?;
    check_field(Field::Name, target)?;
    let is_key = |text: &str| {
        !text.is_empty()
            && text
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    let wrong = parameters
        .iter()
        .find(|parameter| !is_key(parameter.split('=').next().unwrap_or_default()));
    match wrong {
        Some(parameter) => Err(Problem::new(
            "InvalidSvcParam",
            "Parameter has no key",
            parameter,
        )),
        None => Ok(()),
    }
}

/// The strings of a TXT value, without their quotation marks: `"a" "b"` has two. A text without any marks or spaces is no
/// value of a TXT record.
pub fn texts(value: &str) -> Result<Vec<String>, Problem> {
    let found = split(value)?;
    if found.is_empty() {
        return Err(not_quoted(value));
    }
    found
        .into_iter()
        .map(|text| {
            let inner = text
                .strip_prefix('"')
                .and_then(|text| text.strip_suffix('"'))
                .ok_or_else(|| not_quoted(value))?;
            let bytes = unescaped(inner);
            if bytes.len() > limit::TXT_STRING_BYTES {
                return Err(Problem::new(
                    "CharacterStringTooLong",
                    "Value is too long",
                    value,
                ));
            }
            Ok(String::from_utf8_lossy(&bytes).into_owned())
        })
        .collect()
}

/// A string whose escapes are what they stand for: `\"`, `\\` and octal `\351`.
fn unescaped(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        if *first != b'\\' {
            bytes.push(*first);
            continue;
        }
        let octal = after
            .get(..3)
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
            .and_then(|digits| u8::from_str_radix(digits, 8).ok());
        match (octal, after.split_first()) {
            (Some(byte), _) => {
                bytes.push(byte);
                rest = &after[3..];
            }
            (None, Some((escaped, after))) => {
                bytes.push(*escaped);
                rest = after;
            }
            (None, None) => bytes.push(b'\\'),
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::{RecordSetType, check_all, texts};

    fn verdict(record_type: &str, value: &str) -> String {
        let record_type = RecordSetType::parse(record_type).unwrap();
        match check_all(record_type, &[value.to_owned()]) {
            Ok(()) => "ok".to_owned(),
            Err(message) => message,
        }
    }

    #[test]
    fn each_type_has_its_form() {
        for (record_type, value) in [
            ("A", "192.0.2.1"),
            ("AAAA", "2001:db8::1"),
            ("CAA", "0 issue \"ca.example.com; policy=ev\""),
            ("CNAME", "www.example.com"),
            ("DS", "12345 13 2 ABCDEF0123456789"),
            ("HTTPS", "1 . alpn=\"h2,h3\" ipv4hint=192.0.2.1"),
            ("HTTPS", "0 pool.example.com"),
            ("MX", "10 mail.example.com."),
            ("MX", "0 ."),
            (
                "NAPTR",
                "100 50 \"u\" \"E2U+sip\" \"!^(\\\\+441632960083)$!sip:\\\\1@example.com!\" .",
            ),
            ("NS", "ns-1.example.com."),
            ("PTR", "host.example.com"),
            (
                "SOA",
                "ns.example.com. hostmaster.example.com. 1 7200 900 1209600 86400",
            ),
            ("SPF", "\"v=spf1 -all\""),
            ("SRV", "1 10 5269 xmpp-server.example.com."),
            ("SSHFP", "1 1 09F6A01D2175742B257C6B98B7C72C44C4040683"),
            ("SVCB", "16 foo.example.org alpn=h2 mandatory=alpn"),
            ("TLSA", "3 1 1 ABCDEF01"),
            ("TXT", "\"one\" \"two \\\" three\""),
            ("TXT", "\"\""),
        ] {
            assert_eq!(verdict(record_type, value), "ok", "{record_type} {value}");
        }
    }

    #[test]
    fn what_does_not_fit_is_told_in_the_words_of_aws() {
        let mut table = String::new();
        for (record_type, value) in [
            ("A", "192.0.2"),
            ("A", "2001:db8::1"),
            ("AAAA", "192.0.2.1"),
            ("CAA", "0 issue"),
            ("CAA", "0 issue ca.example.com"),
            ("CNAME", "a b"),
            ("CNAME", "a..b"),
            ("DS", "1 2 3 XY"),
            ("HTTPS", "1"),
            ("HTTPS", "1 . ALPN=h2"),
            ("MX", "mail.example.com"),
            ("MX", "70000 mail.example.com"),
            ("NAPTR", "1 2 3"),
            ("SOA", "a b 1 2 3 4"),
            ("SRV", "1 2 mail.example.com"),
            ("SSHFP", "1 2"),
            ("TLSA", "3 1 1 ABC"),
            ("TXT", "plain"),
            ("TXT", "\"open"),
            ("TXT", ""),
        ] {
            table += &format!("{record_type}: {}\n", verdict(record_type, value));
        }
        insta::assert_snapshot!(table, @r#"
        A: Invalid Resource Record: 'FATAL problem: ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address) encountered with '192.0.2''
        A: Invalid Resource Record: 'FATAL problem: ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address) encountered with '2001:db8::1''
        AAAA: Invalid Resource Record: 'FATAL problem: AAAARRDATAIllegalIPv6Address (Value is not a valid IPv6 address) encountered with '192.0.2.1''
        CAA: Invalid Resource Record: 'FATAL problem: CAARRDATANotThreeFields (CAA record doesn't have 3 fields) encountered with '0 issue''
        CAA: Invalid Resource Record: 'FATAL problem: InvalidCharacterString (Value should be enclosed in quotation marks) encountered with 'ca.example.com''
        CNAME: Invalid Resource Record: 'FATAL problem: RRDATANotSingleField (Value contains spaces) encountered with 'a b''
        CNAME: Invalid Resource Record: 'FATAL problem: DomainLabelEmpty (Domain label is empty) encountered with 'a..b''
        DS: Invalid Resource Record: 'FATAL problem: InvalidHexadecimal (Value is not hexadecimal) encountered with 'XY''
        HTTPS: Invalid Resource Record: 'FATAL problem: SVCBRRDATANotEnoughFields (Record doesn't have a priority and a target) encountered with '1''
        HTTPS: Invalid Resource Record: 'FATAL problem: InvalidSvcParam (Parameter has no key) encountered with 'ALPN=h2''
        MX: Invalid Resource Record: 'FATAL problem: MXRRDATANotTwoFields (MX record doesn't have 2 fields) encountered with 'mail.example.com''
        MX: Invalid Resource Record: 'FATAL problem: InvalidNumber (Value is not a number in range) encountered with '70000''
        NAPTR: Invalid Resource Record: 'FATAL problem: NAPTRRRDATANotSixFields (NAPTR record doesn't have 6 fields) encountered with '1 2 3''
        SOA: Invalid Resource Record: 'FATAL problem: SOARRDATANotSevenFields (SOA record doesn't have 7 fields) encountered with 'a b 1 2 3 4''
        SRV: Invalid Resource Record: 'FATAL problem: SRVRRDATANotFourFields (SRV record doesn't have 4 fields) encountered with '1 2 mail.example.com''
        SSHFP: Invalid Resource Record: 'FATAL problem: SSHFPRRDATANotThreeFields (SSHFP record doesn't have 3 fields) encountered with '1 2''
        TLSA: Invalid Resource Record: 'FATAL problem: InvalidHexadecimal (Value is not hexadecimal) encountered with 'ABC''
        TXT: Invalid Resource Record: 'FATAL problem: InvalidCharacterString (Value should be enclosed in quotation marks) encountered with 'plain''
        TXT: Invalid Resource Record: 'FATAL problem: InvalidCharacterString (Value should be enclosed in quotation marks) encountered with '"open''
        TXT: Invalid Resource Record: 'FATAL problem: InvalidCharacterString (Value should be enclosed in quotation marks) encountered with '''
        "#);
        let long = format!("\"{}\"", "x".repeat(256));
        assert!(verdict("TXT", &long).contains("CharacterStringTooLong"));
        let twice = ["1.1.1.1".to_owned(), "1.1.1.1".to_owned()];
        assert_eq!(
            check_all(RecordSetType::A, &twice).unwrap_err(),
            "Duplicate Resource Record: '1.1.1.1'"
        );
        let two = ["a.example".to_owned(), "b.example".to_owned()];
        assert!(check_all(RecordSetType::Cname, &two).is_err());
    }

    #[test]
    fn texts_are_read_from_their_marks() {
        assert_eq!(texts("\"vpce:AbC\"").unwrap(), ["vpce:AbC"]);
        assert_eq!(
            texts("\"a\\\"b\" \"\\303\\251\\\\\"").unwrap(),
            ["a\"b", "é\\"]
        );
    }
}
