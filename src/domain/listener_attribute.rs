//! The attributes of listeners: which ones there are for each protocol, their values and their defaults. Records only.

use super::attribute::{self, AttributeRule, BOOLEAN, Values};
use super::error::Result;
use super::listener::Listener;
use super::listener_protocol::ListenerProtocol;

const TCP: [AttributeRule; 1] = [AttributeRule::new(
    "tcp.idle_timeout.seconds",
    "350",
    Values::Number(60, 6_000),
)];

/// Headers that tell targets of a client's certificate and of its connection.
const REQUEST_HEADERS: [AttributeRule; 8] = [
    header_name(
        "routing.http.request.x_amzn_mtls_clientcert_serial_number.header_name",
        "X-Amzn-Mtls-Clientcert-Serial-Number",
    ),
    header_name(
        "routing.http.request.x_amzn_mtls_clientcert_issuer.header_name",
        "X-Amzn-Mtls-Clientcert-Issuer",
    ),
    header_name(
        "routing.http.request.x_amzn_mtls_clientcert_subject.header_name",
        "X-Amzn-Mtls-Clientcert-Subject",
    ),
    header_name(
        "routing.http.request.x_amzn_mtls_clientcert_validity.header_name",
        "X-Amzn-Mtls-Clientcert-Validity",
    ),
    header_name(
        "routing.http.request.x_amzn_mtls_clientcert_leaf.header_name",
        "X-Amzn-Mtls-Clientcert-Leaf",
    ),
    header_name(
        "routing.http.request.x_amzn_mtls_clientcert.header_name",
        "X-Amzn-Mtls-Clientcert",
    ),
    header_name(
        "routing.http.request.x_amzn_tls_version.header_name",
        "X-Amzn-Tls-Version",
    ),
    header_name(
        "routing.http.request.x_amzn_tls_cipher_suite.header_name",
        "X-Amzn-Tls-Cipher-Suite",
    ),
];

/// Headers that answers are given.
const RESPONSE_HEADERS: [AttributeRule; 11] = [
    AttributeRule::new("routing.http.response.server.enabled", "true", BOOLEAN),
    header_value(
        "routing.http.response.strict_transport_security.header_value",
        Values::Text,
    ),
    header_value(
        "routing.http.response.access_control_allow_origin.header_value",
        Values::Text,
    ),
    header_value(
        "routing.http.response.access_control_allow_methods.header_value",
        Values::Text,
    ),
    header_value(
        "routing.http.response.access_control_allow_headers.header_value",
        Values::Text,
    ),
    header_value(
        "routing.http.response.access_control_allow_credentials.header_value",
        Values::OneOf(&["", "true"]),
    ),
    header_value(
        "routing.http.response.access_control_expose_headers.header_value",
        Values::Text,
    ),
    header_value(
        "routing.http.response.access_control_max_age.header_value",
        Values::NumberOrNothing(0, 86_400),
    ),
    header_value(
        "routing.http.response.content_security_policy.header_value",
        Values::Text,
    ),
    header_value(
        "routing.http.response.x_content_type_options.header_value",
        Values::OneOf(&["", "nosniff"]),
    ),
    header_value(
        "routing.http.response.x_frame_options.header_value",
        Values::Text,
    ),
];

const fn header_name(key: &'static str, default: &'static str) -> AttributeRule {
    AttributeRule::new(key, default, Values::HeaderName)
}

/// A header that is not sent unless it has a value.
const fn header_value(key: &'static str, values: Values) -> AttributeRule {
    AttributeRule::new(key, "", values)
}

impl Listener {
    /// The attributes that a listener of its protocol has.
    fn attribute_rules(&self) -> Vec<AttributeRule> {
        match self.socket.map(|socket| socket.protocol) {
            None | Some(ListenerProtocol::Tcp) => TCP.to_vec(),
            Some(ListenerProtocol::Http) => RESPONSE_HEADERS.to_vec(),
            Some(ListenerProtocol::Https) => [&REQUEST_HEADERS[..], &RESPONSE_HEADERS].concat(),
            Some(
                ListenerProtocol::Udp
                | ListenerProtocol::TcpUdp
                | ListenerProtocol::Tls
                | ListenerProtocol::Quic
                | ListenerProtocol::TcpQuic,
            ) => Vec::new(),
        }
    }

    /// All attributes with their values.
    pub fn all_attributes(&self) -> Vec<(String, String)> {
        attribute::all(&self.attribute_rules(), &self.attributes)
    }

    /// Sets attributes.
    pub fn set_attributes(&mut self, changes: Vec<(String, String)>) -> Result<()> {
        self.attributes = attribute::changed(
            "Listener",
            &self.attribute_rules(),
            &self.attributes,
            changes,
        )?;
        Ok(())
    }

    /// Forgets what was set for attributes that a listener of its protocol does not have.
    pub(super) fn forget_other_attributes(&mut self) {
        let rules = self.attribute_rules();
        self.attributes
            .retain(|key, _| rules.iter().any(|rule| rule.key == key));
    }
}
