//! Who and what is on the stage before the first step: accounts, their networks, and the load balancers of the providers.
//! Model and server start with the same of it.

use std::fmt;

/// An account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Account {
    ProviderA,
    ProviderB,
    ConsumerA,
    ConsumerB,
    /// Whom no permission ever names.
    Stranger,
}

impl Account {
    pub(crate) const ALL: [Self; 5] = [
        Self::ProviderA,
        Self::ProviderB,
        Self::ConsumerA,
        Self::ConsumerB,
        Self::Stranger,
    ];
    pub(crate) const PROVIDERS: [Self; 2] = [Self::ProviderA, Self::ProviderB];
    pub(crate) const CONSUMERS: [Self; 2] = [Self::ConsumerA, Self::ConsumerB];

    /// Its number.
    pub(crate) const fn number(self) -> &'static str {
        match self {
            Self::ProviderA => "111111111111",
            Self::ProviderB => "111111111112",
            Self::ConsumerA => "222222222221",
            Self::ConsumerB => "222222222222",
            Self::Stranger => "333333333333",
        }
    }

    const fn is_provider(self) -> bool {
        matches!(self, Self::ProviderA | Self::ProviderB)
    }
}

/// A role in an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Role {
    Operator,
    Auditor,
}

impl Role {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Operator => "operator",
            Self::Auditor => "auditor",
        }
    }
}

/// Who makes a request: an account itself, or a session of one of its roles.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Caller {
    pub(crate) account: Account,
    pub(crate) role: Option<Role>,
}

impl fmt::Debug for Caller {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.role {
            None => write!(formatter, "{:?}", self.account),
            Some(role) => write!(formatter, "{:?}/{role:?}", self.account),
        }
    }
}

/// An availability zone. No load balancer is in `C`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Zone {
    A,
    B,
    C,
}

impl Zone {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::A => "us-east-1a",
            Self::B => "us-east-1b",
            Self::C => "us-east-1c",
        }
    }
}

/// A VPC: each account has two.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Vpc {
    pub(crate) account: Account,
    pub(crate) spare: bool,
}

impl fmt::Debug for Vpc {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = if self.spare { "spare" } else { "main" };
        write!(formatter, "{:?}.{name}", self.account)
    }
}

/// Where in an account's VPCs a subnet is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Place {
    /// The main VPC, zone A.
    A,
    /// Likewise, a second one.
    AnotherA,
    /// The main VPC, zone B.
    B,
    /// The main VPC, zone C.
    C,
    /// The spare VPC, zone A.
    SpareA,
}

impl Place {
    pub(crate) const ALL: [Self; 5] = [Self::A, Self::AnotherA, Self::B, Self::C, Self::SpareA];
}

/// A subnet.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Subnet {
    pub(crate) account: Account,
    pub(crate) place: Place,
}

impl fmt::Debug for Subnet {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:?}.{:?}", self.account, self.place)
    }
}

impl Subnet {
    pub(crate) const fn zone(self) -> Zone {
        match self.place {
            Place::A | Place::AnotherA | Place::SpareA => Zone::A,
            Place::B => Zone::B,
            Place::C => Zone::C,
        }
    }

    pub(crate) const fn vpc(self) -> Vpc {
        Vpc {
            account: self.account,
            spare: matches!(self.place, Place::SpareA),
        }
    }

    /// How many addresses it has for endpoints: a /28 less the five that AWS keeps and those of load balancers.
    pub(crate) fn capacity(self) -> usize {
        11 - load_balancers(self.account)
            .iter()
            .filter(|(_, places)| places.contains(&self.place))
            .count()
    }
}

/// The load balancers of an account by name, and where they are.
///
/// Those of a consumer are only there so that its first subnet is soon full.
pub(crate) fn load_balancers(account: Account) -> Vec<(String, Vec<Place>)> {
    if account.is_provider() {
        let behind = [
            (Name::InA, vec![Place::A]),
            (Name::InB, vec![Place::B]),
            (Name::InBoth, vec![Place::A, Place::B]),
            (Name::AlsoInA, vec![Place::AnotherA]),
        ];
        return behind
            .into_iter()
            .map(|(name, places)| (name.text().to_owned(), places))
            .collect();
    }
    (0..9)
        .map(|index| (format!("filler-{index}"), vec![Place::A]))
        .collect()
}

/// A provider's load balancer.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Balancer {
    pub(crate) account: Account,
    pub(crate) name: Name,
}

impl fmt::Debug for Balancer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:?}.{:?}", self.account, self.name)
    }
}

/// A load balancer's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Name {
    InA,
    InB,
    InBoth,
    AlsoInA,
}

impl Name {
    pub(crate) const ALL: [Self; 4] = [Self::InA, Self::InB, Self::InBoth, Self::AlsoInA];

    pub(crate) const fn text(self) -> &'static str {
        match self {
            Self::InA => "in-a",
            Self::InB => "in-b",
            Self::InBoth => "in-both",
            Self::AlsoInA => "also-in-a",
        }
    }
}

impl Balancer {
    pub(crate) fn zones(self) -> Vec<Zone> {
        match self.name {
            Name::InA | Name::AlsoInA => vec![Zone::A],
            Name::InB => vec![Zone::B],
            Name::InBoth => vec![Zone::A, Zone::B],
        }
    }
}

/// Whom a service can allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Principal {
    Everybody,
    Number(Account),
    Root(Account),
    Role(Account, Role),
    /// A user, as whom nobody calls.
    User(Account),
    /// A service of AWS's.
    AwsService,
    /// Not allowed as a principal: the ARN of a role's session.
    RoleSession(Account),
    /// Not allowed as a principal: a role with a path.
    RoleWithPath(Account),
}

impl Principal {
    pub(crate) fn text(self) -> String {
        match self {
            Self::Everybody => "*".to_owned(),
            Self::Number(account) => account.number().to_owned(),
            Self::Root(account) => format!("arn:aws:iam::{}:root", account.number()),
            Self::Role(account, role) => {
                format!("arn:aws:iam::{}:role/{}", account.number(), role.name())
            }
            Self::User(account) => format!("arn:aws:iam::{}:user/ann", account.number()),
            Self::AwsService => "logs.amazonaws.com".to_owned(),
            Self::RoleSession(account) => format!(
                "arn:aws:sts::{}:assumed-role/operator/session",
                account.number()
            ),
            Self::RoleWithPath(account) => {
                format!("arn:aws:iam::{}:role/team/operator", account.number())
            }
        }
    }

    pub(crate) const fn is_valid(self) -> bool {
        !matches!(self, Self::RoleSession(_) | Self::RoleWithPath(_))
    }

    /// Whether `caller` is allowed by it.
    pub(crate) fn covers(self, caller: Caller) -> bool {
        match self {
            Self::Everybody => true,
            Self::Number(account) | Self::Root(account) => account == caller.account,
            Self::Role(account, role) => account == caller.account && caller.role == Some(role),
            Self::User(_) | Self::AwsService | Self::RoleSession(_) | Self::RoleWithPath(_) => {
                false
            }
        }
    }
}

/// A service of AWS's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum AwsService {
    /// Reached by gateway endpoints here.
    S3,
    /// Likewise.
    DynamoDb,
    /// Reached by interface endpoints, and with private names.
    Monitoring,
}

impl AwsService {
    pub(crate) const ALL: [Self; 3] = [Self::S3, Self::DynamoDb, Self::Monitoring];
    /// Those with prefix lists.
    pub(crate) const OF_GATEWAYS: [Self; 2] = [Self::S3, Self::DynamoDb];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::S3 => "com.amazonaws.us-east-1.s3",
            Self::DynamoDb => "com.amazonaws.us-east-1.dynamodb",
            Self::Monitoring => "com.amazonaws.us-east-1.monitoring",
        }
    }

    pub(crate) const fn is_of_gateways(self) -> bool {
        matches!(self, Self::S3 | Self::DynamoDb)
    }
}

/// A route table: each VPC has its main one and another.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Table {
    pub(crate) vpc: Vpc,
    pub(crate) main: bool,
}

impl fmt::Debug for Table {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = if self.main { "table" } else { "another-table" };
        write!(formatter, "{:?}.{name}", self.vpc)
    }
}

/// A domain that endpoints can take over in their VPC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Domain {
    /// For services of customers.
    Orders,
    /// Likewise.
    Payments,
    /// AWS's own.
    Monitoring,
}

impl Domain {
    pub(crate) const OF_CUSTOMERS: [Self; 2] = [Self::Orders, Self::Payments];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Orders => "orders.example.com",
            Self::Payments => "payments.example.com",
            Self::Monitoring => "monitoring.us-east-1.amazonaws.com",
        }
    }

    /// How many names come with it.
    pub(crate) const fn names(self) -> usize {
        match self {
            Self::Orders | Self::Payments => 1,
            Self::Monitoring => 4,
        }
    }
}
