//! Subscriptions: who gets what is published under a topic, in SNS's words.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::clock::Timestamp;
use super::entropy::{self, Entropy};
use super::error::{Code, Error, Result};
use super::filter::Filterable;
use super::filter_policy::{self, FilterPolicy};
use super::limit;
use super::scope::{AccountId, Scope};
use super::tag::Tag;
use super::topic::{FIFO_SUFFIX, Subscriber, TopicArn};
use super::topic_attribute::{default_retries, is_object, is_role, merge};

/// The ARN of a subscription: its topic's, and a UUID.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SubscriptionArn(String);

impl SubscriptionArn {
    /// A new one of a subscription to this topic.
    pub fn generate(topic: &TopicArn, entropy: &dyn Entropy) -> Self {
        Self(format!("{topic}:{}", entropy::uuid(entropy)))
    }

    /// Accepts a topic's ARN with a UUID behind it.
    pub fn parse(text: &str) -> Result<Self> {
        let well_formed = text.rsplit_once(':').is_some_and(|(topic, id)| {
            TopicArn::parse("SubscriptionArn", topic).is_ok() && Uuid::parse_str(id).is_ok()
        });
        if well_formed {
            Ok(Self(text.to_owned()))
        } else {
            Err(Error::invalid(
                "SubscriptionArn",
                format!(
                    "Invalid parameter: SubscriptionArn Reason: '{text}' is not the ARN of a subscription"
                ),
            ))
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The topic's account and region.
    ///
    /// # Panics
    /// Never: only what begins with a topic's ARN becomes one.
    pub fn scope(&self) -> Scope {
        let topic = self.0.rsplit_once(':').map(|(topic, _)| topic);
        let topic = topic.and_then(|topic| TopicArn::parse("SubscriptionArn", topic).ok());
        topic.expect("it was parsed").scope()
    }
}

impl fmt::Display for SubscriptionArn {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// How a subscriber is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Protocol {
    /// A platform endpoint for mobile devices. A record only.
    Application,
    /// Mail. A record only, which nobody confirms.
    Email,
    /// Mail with the whole message in JSON. A record only, which nobody confirms.
    EmailJson,
    /// A delivery stream. A record only.
    Firehose,
    /// A POST.
    Http,
    /// A POST over TLS.
    Https,
    /// A function. A record only.
    Lambda,
    /// A text message to a telephone. A record only.
    Sms,
    /// A queue. A record only.
    Sqs,
}

impl Protocol {
    const ALL: [Self; 9] = [
        Self::Application,
        Self::Email,
        Self::EmailJson,
        Self::Firehose,
        Self::Http,
        Self::Https,
        Self::Lambda,
        Self::Sms,
        Self::Sqs,
    ];

    /// SNS's spelling.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Application => "application",
            Self::Email => "email",
            Self::EmailJson => "email-json",
            Self::Firehose => "firehose",
            Self::Http => "http",
            Self::Https => "https",
            Self::Lambda => "lambda",
            Self::Sms => "sms",
            Self::Sqs => "sqs",
        }
    }

    /// The protocol of that spelling.
    pub fn parse(text: &str) -> Result<Self> {
        let found = Self::ALL
            .into_iter()
            .find(|protocol| protocol.name() == text);
        found.ok_or_else(|| {
            Error::invalid(
                "Protocol",
                format!("Invalid parameter: Does not support this protocol string: {text}"),
            )
        })
    }

    /// Whether messages are brought to such subscribers; all others are records.
    pub const fn is_delivered(self) -> bool {
        match self {
            Self::Http | Self::Https => true,
            Self::Application
            | Self::Email
            | Self::EmailJson
            | Self::Firehose
            | Self::Lambda
            | Self::Sms
            | Self::Sqs => false,
        }
    }

    /// Refuses an endpoint that such a protocol does not have.
    fn check(self, endpoint: &str) -> Result<()> {
        let fits = match self {
            Self::Http => {
                return begins(endpoint, "http://").and_then(|()| web_address(endpoint));
            }
            Self::Https => {
                return begins(endpoint, "https://").and_then(|()| web_address(endpoint));
            }
            Self::Email | Self::EmailJson => endpoint
                .split_once('@')
                .is_some_and(|(name, host)| !name.is_empty() && host.contains('.')),
            Self::Sms => {
                let digits = endpoint.trim_start_matches('+');
                digits.len() >= 3
                    && digits
                        .bytes()
                        .all(|byte| byte.is_ascii_digit() || byte == b'-')
            }
            Self::Application => is_arn(endpoint, "sns"),
            Self::Firehose => is_arn(endpoint, "firehose"),
            Self::Lambda => is_arn(endpoint, "lambda"),
            Self::Sqs => is_arn(endpoint, "sqs"),
        };
        let printable =
            endpoint.len() <= limit::SUBSCRIBER_URL_CHARS && !endpoint.contains(char::is_control);
        if fits && printable {
            return Ok(());
        }
        let what = match self {
            Self::Email | Self::EmailJson => "Email address",
            Self::Sms => "SMS endpoint",
            Self::Application => "Application endpoint arn invalid",
            Self::Firehose => "Firehose endpoint ARN",
            Self::Lambda => "Lambda endpoint ARN",
            Self::Sqs => "SQS endpoint ARN",
            Self::Http | Self::Https => "Endpoint",
        };
        Err(Error::invalid(
            "Endpoint",
            format!("Invalid parameter: {what}"),
        ))
    }

    /// Whether the endpoint has to be confirmed when this account subscribes it: unless it is the account's own.
    fn needs_confirmation(self, endpoint: &str, account: &AccountId) -> bool {
        match self {
            Self::Http | Self::Https | Self::Email | Self::EmailJson => true,
            Self::Sms => false,
            Self::Application | Self::Firehose | Self::Lambda | Self::Sqs => {
                endpoint.split(':').nth(4) != Some(account.as_str())
            }
        }
    }
}

fn begins(endpoint: &str, scheme: &str) -> Result<()> {
    if endpoint.starts_with(scheme) {
        return Ok(());
    }
    Err(Error::invalid(
        "Endpoint",
        "Invalid parameter: Endpoint must match the specified protocol",
    ))
}

fn web_address(endpoint: &str) -> Result<()> {
    Subscriber::webhook(endpoint).map(drop).map_err(|error| {
        let message = format!("Invalid parameter: Endpoint Reason: {}", error.message);
        Error::invalid("Endpoint", message)
    })
}

fn is_arn(text: &str, service: &str) -> bool {
    let parts: Vec<&str> = text.splitn(6, ':').collect();
    matches!(parts[..], ["arn", _, of, _, account, name]
        if of == service && AccountId::parse(account).is_ok() && !name.is_empty())
}

/// Whether the subscriber has agreed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "state",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum Confirmation {
    /// Not yet. It gets nothing that is published.
    Pending {
        /// What it has to show.
        token: String,
        /// When it is forgotten.
        due_at: Timestamp,
    },
    /// It has, or did not need to.
    Confirmed {
        /// What it has shown: showing it again is no error.
        token: Option<String>,
        /// Whether only its owner and the topic's can end it.
        authenticated: bool,
    },
}

impl Confirmation {
    /// The spelling in events.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Pending { .. } => "pendingConfirmation",
            Self::Confirmed { .. } => "confirmed",
        }
    }
}

/// A subscription.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Subscription {
    /// Its name.
    pub arn: SubscriptionArn,
    /// Owner: who subscribed, in the topic's region.
    pub scope: Scope,
    /// The topic.
    pub topic_arn: TopicArn,
    /// How the subscriber is reached.
    pub protocol: Protocol,
    /// Where.
    pub endpoint: String,
    /// The attributes that were set, as they were given.
    pub attributes: BTreeMap<String, String>,
    /// Whether the subscriber has agreed.
    pub confirmation: Confirmation,
    /// The ARN of whoever subscribed.
    pub principal: String,
    /// The address of this server that the subscriber is told: the one under which it was subscribed.
    pub server: String,
    /// When it was made.
    pub created_at: Timestamp,
}

/// The attribute that holds what is to be delivered.
pub const FILTER_POLICY: &str = "FilterPolicy";
const FILTER_POLICY_SCOPE: &str = "FilterPolicyScope";
const RAW_MESSAGE_DELIVERY: &str = "RawMessageDelivery";

/// What is asked for in a subscription.
pub struct NewSubscription<'a> {
    /// Who subscribes, in the topic's region.
    pub scope: Scope,
    /// The topic.
    pub topic_arn: &'a TopicArn,
    /// How the subscriber is reached.
    pub protocol: Protocol,
    /// Where.
    pub endpoint: &'a str,
    /// Its attributes.
    pub attributes: &'a BTreeMap<String, String>,
    /// The ARN of whoever subscribes.
    pub principal: String,
    /// The address of this server, as the client knows it.
    pub server: &'a str,
}

impl Subscription {
    /// A new subscription, which waits to be confirmed if it has to be.
    pub fn new(wanted: NewSubscription<'_>, entropy: &dyn Entropy, now: Timestamp) -> Result<Self> {
        let protocol = wanted.protocol;
        protocol.check(wanted.endpoint)?;
        if wanted.topic_arn.is_fifo() && protocol != Protocol::Sqs {
            return Err(Error::invalid(
                "Protocol",
                format!(
                    "Invalid parameter: Protocol Reason: a first-in-first-out topic has no subscriptions of the protocol {}",
                    protocol.name()
                ),
            ));
        }
        if !wanted.topic_arn.is_fifo()
            && protocol == Protocol::Sqs
            && wanted.endpoint.ends_with(FIFO_SUFFIX)
        {
            return Err(Error::invalid(
                "Endpoint",
                "Invalid parameter: Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics",
            ));
        }
        let mut subscription = Self {
            arn: SubscriptionArn::generate(wanted.topic_arn, entropy),
            topic_arn: wanted.topic_arn.clone(),
            protocol,
            endpoint: wanted.endpoint.to_owned(),
            attributes: BTreeMap::new(),
            confirmation: if protocol.needs_confirmation(wanted.endpoint, &wanted.scope.account) {
                pending(entropy, now)
            } else {
                Confirmation::Confirmed {
                    token: None,
                    authenticated: true,
                }
            },
            scope: wanted.scope,
            principal: wanted.principal,
            server: wanted.server.to_owned(),
            created_at: now,
        };
        for (name, value) in wanted.attributes {
            subscription.set(name, value)?;
        }
        subscription.check_filter()?;
        Ok(subscription)
    }

    /// Sets an attribute. An empty value takes it away.
    pub fn set(&mut self, name: &str, value: &str) -> Result<()> {
        let fault = match name {
            FILTER_POLICY => None,
            FILTER_POLICY_SCOPE => (!matches!(value, "MessageAttributes" | "MessageBody"))
                .then_some("must be MessageAttributes or MessageBody"),
            RAW_MESSAGE_DELIVERY => self.raw_fault(value),
            "DeliveryPolicy" | "ReplayPolicy" => {
                (!value.is_empty() && !is_object(value)).then_some("must be a JSON object")
            }
            "RedrivePolicy" => (!value.is_empty() && !is_redrive_policy(value))
                .then_some("must name the ARN of a queue as deadLetterTargetArn"),
            "SubscriptionRoleArn" => (!is_role(value)).then_some("must be the ARN of a role"),
            _ => {
                return Err(Error::invalid(
                    "AttributeName",
                    format!(
                        "Invalid parameter: AttributeName Reason: {name} is none that can be set"
                    ),
                ));
            }
        };
        if let Some(reason) = fault {
            return Err(Error::invalid(
                "AttributeValue",
                format!("Invalid parameter: Attributes Reason: {name}: {reason}"),
            ));
        }
        // AWS takes an empty filter policy for none.
        if value.is_empty() || (name == FILTER_POLICY && value.trim() == "{}") {
            self.attributes.remove(name);
        } else {
            self.attributes.insert(name.to_owned(), value.to_owned());
        }
        Ok(())
    }

    fn raw_fault(&self, value: &str) -> Option<&'static str> {
        let possible = matches!(
            self.protocol,
            Protocol::Http | Protocol::Https | Protocol::Sqs | Protocol::Firehose
        );
        match value {
            "true" if !possible => Some("Delivery protocol does not support raw message delivery"),
            "true" | "false" => None,
            _ => Some("must be true or false"),
        }
    }

    /// Refuses a filter policy that is none, in the scope that is set.
    pub fn check_filter(&self) -> Result<()> {
        self.filter().map(drop)
    }

    /// What is to be delivered, if that is limited.
    fn filter(&self) -> Result<Option<FilterPolicy>> {
        let scope = match self.attributes.get(FILTER_POLICY_SCOPE).map(String::as_str) {
            Some("MessageBody") => filter_policy::Scope::Body,
            Some(_) | None => filter_policy::Scope::Attributes,
        };
        let policy = self.attributes.get(FILTER_POLICY);
        policy
            .map(|policy| FilterPolicy::parse(policy, scope))
            .transpose()
    }

    /// Whether a message is to be delivered.
    pub fn wants(&self, body: &str, attributes: &super::message::MessageAttributes) -> bool {
        match self.filter() {
            Ok(Some(policy)) => policy.matches(body, attributes),
            Ok(None) => true,
            Err(_) => false,
        }
    }

    /// Whether messages come without an envelope.
    pub fn is_raw(&self) -> bool {
        self.attributes
            .get(RAW_MESSAGE_DELIVERY)
            .map(String::as_str)
            == Some("true")
    }

    /// Whether the subscriber has agreed.
    pub const fn is_confirmed(&self) -> bool {
        matches!(self.confirmation, Confirmation::Confirmed { .. })
    }

    /// Whether it was not confirmed in time, so that it is only there until somebody clears it away.
    pub fn is_over(&self, now: Timestamp) -> bool {
        match self.confirmation {
            Confirmation::Pending { due_at, .. } => due_at <= now,
            Confirmation::Confirmed { .. } => false,
        }
    }

    /// Asks the subscriber once more, with another token.
    pub fn ask_again(&mut self, entropy: &dyn Entropy, now: Timestamp) {
        self.confirmation = pending(entropy, now);
    }

    /// The token with which it is confirmed, as long as it waits.
    pub fn open_token(&self) -> Option<&str> {
        match &self.confirmation {
            Confirmation::Pending { token, .. } => Some(token),
            Confirmation::Confirmed { .. } => None,
        }
    }

    /// Confirms it: whoever shows the token may.
    pub fn confirm(&mut self, authenticated: bool) {
        if let Confirmation::Pending { token, .. } = &self.confirmation {
            self.confirmation = Confirmation::Confirmed {
                token: Some(token.clone()),
                authenticated,
            };
        }
    }

    /// Whether only its owner and the topic's can end it.
    pub const fn is_protected(&self) -> bool {
        match self.confirmation {
            Confirmation::Confirmed { authenticated, .. } => authenticated,
            Confirmation::Pending { .. } => true,
        }
    }

    /// Whether it has these attributes.
    pub fn has(&self, attributes: &BTreeMap<String, String>) -> bool {
        let shown = self.shown();
        attributes.iter().all(|(name, value)| {
            let own = shown.get(name).map_or("", String::as_str);
            super::topic_attribute::same(own, value)
        })
    }

    /// All attributes, as they are shown.
    pub fn shown(&self) -> BTreeMap<String, String> {
        let mut all = BTreeMap::new();
        let mut show = |name: &str, value: String| all.insert(name.to_owned(), value);
        show("SubscriptionArn", self.arn.to_string());
        show("TopicArn", self.topic_arn.to_string());
        show("Owner", self.scope.account.to_string());
        show("Protocol", self.protocol.name().to_owned());
        show("Endpoint", self.endpoint.clone());
        show("SubscriptionPrincipal", self.principal.clone());
        show("PendingConfirmation", (!self.is_confirmed()).to_string());
        let authenticated = self.is_confirmed() && self.is_protected();
        show("ConfirmationWasAuthenticated", authenticated.to_string());
        show(RAW_MESSAGE_DELIVERY, "false".to_owned());
        if self.attributes.contains_key(FILTER_POLICY) {
            show(FILTER_POLICY_SCOPE, "MessageAttributes".to_owned());
        }
        if self.protocol.is_delivered() {
            let mut policy = json!({"healthyRetryPolicy": default_retries()});
            let own = self.attributes.get("DeliveryPolicy");
            if let Some(own) = own.and_then(|own| serde_json::from_str(own).ok()) {
                merge(&mut policy, own);
            }
            show("EffectiveDeliveryPolicy", policy.to_string());
        }
        for (name, value) in &self.attributes {
            show(name, value.clone());
        }
        all
    }
}

fn pending(entropy: &dyn Entropy, now: Timestamp) -> Confirmation {
    Confirmation::Pending {
        token: entropy::hex(entropy, limit::CONFIRMATION_TOKEN_CHARS),
        due_at: now.plus_seconds(limit::CONFIRMATION_SECONDS),
    }
}

fn is_redrive_policy(text: &str) -> bool {
    let policy: serde_json::Value = serde_json::from_str(text).unwrap_or_default();
    policy["deadLetterTargetArn"]
        .as_str()
        .is_some_and(|arn| is_arn(arn, "sqs"))
}

/// AWS's refusal for a subscription that does not exist.
pub fn not_found() -> Error {
    Error::new(Code::TopicNotFound, "Subscription does not exist").about("SubscriptionArn")
}

impl Filterable for Subscription {
    const FILTERS: &'static [&'static str] = &["endpoint", "owner", "protocol", "subscription-arn"];
    const TAGGED: bool = false;

    fn filter_values(&self, name: &str) -> Vec<String> {
        let one = match name {
            "endpoint" => self.endpoint.clone(),
            "owner" => self.scope.account.to_string(),
            "protocol" => self.protocol.name().to_owned(),
            "subscription-arn" => self.arn.to_string(),
            _ => return Vec::new(),
        };
        vec![one]
    }

    fn filter_tags(&self) -> &[Tag] {
        &[]
    }
}
