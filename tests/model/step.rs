//! What can happen in one step.

use std::collections::BTreeSet;

use crate::cast::{Account, AwsService, Balancer, Caller, Domain, Principal, Subnet, Table, Vpc};

/// Over which API a request goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Api {
    Rest,
    Ec2,
}

/// What a step calls the service or endpoint that it creates. No two steps use the same, and those that are left when a
/// failure is shrunk keep theirs.
pub(crate) type Label = u32;

/// A service or an endpoint; one that no step has created is one that does not exist.
pub(crate) type Reference = Option<Label>;

/// A request, or what befalls the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    CreateService {
        label: Label,
        api: Api,
        caller: Account,
        balancer: Balancer,
        /// `true` unless given.
        acceptance: Option<bool>,
    },
    ModifyService {
        caller: Account,
        service: Reference,
        acceptance: Option<bool>,
        balancers: Change<Balancer>,
    },
    DeleteServices {
        api: Api,
        caller: Account,
        /// Just one over REST.
        services: Vec<Reference>,
    },
    /// Gives the service a private name, or takes it away.
    NameService {
        api: Api,
        caller: Account,
        service: Reference,
        domain: Option<Domain>,
    },
    /// The owner publishes the record that proves its name, or withdraws it, if the service has a name.
    ProveName {
        service: Reference,
        publish: bool,
    },
    /// The record is looked for.
    VerifyName {
        api: Api,
        caller: Account,
        service: Reference,
    },
    /// The provider pays from now on.
    PayForEndpoints {
        api: Api,
        caller: Account,
        service: Reference,
    },
    Permit {
        api: Api,
        caller: Account,
        service: Reference,
        principal: Principal,
    },
    Forbid {
        api: Api,
        caller: Account,
        service: Reference,
        principal: Principal,
    },
    CreateEndpoint(CreateEndpoint),
    ModifyEndpoint {
        caller: Account,
        endpoint: Reference,
        subnets: Change<Option<Subnet>>,
    },
    ModifyRoutes {
        caller: Account,
        endpoint: Reference,
        tables: Change<Option<Table>>,
    },
    SwitchPrivateDns {
        api: Api,
        caller: Account,
        endpoint: Reference,
        on: bool,
    },
    TagEndpoint {
        api: Api,
        caller: Account,
        endpoint: Reference,
        value: u8,
    },
    DeleteEndpoints {
        api: Api,
        caller: Account,
        /// Just one over REST.
        endpoints: Vec<Reference>,
    },
    Decide {
        api: Api,
        caller: Account,
        decision: Decision,
        service: Reference,
        /// Just one over REST.
        endpoints: Vec<Reference>,
    },
    DescribeEndpoint {
        api: Api,
        caller: Account,
        endpoint: Reference,
    },
    DescribeAvailableService {
        api: Api,
        caller: Caller,
        service: Reference,
    },
    DescribeService {
        api: Api,
        caller: Account,
        service: Reference,
    },
    /// Over REST; EC2 knows only lists of connections.
    DescribeConnection {
        caller: Account,
        service: Reference,
        endpoint: Reference,
    },
    /// An attempt to delete a subnet that has interfaces.
    DeleteSubnet {
        api: Api,
        subnet: Subnet,
    },
    /// An attempt to delete a load balancer that is behind a service.
    DeleteLoadBalancer {
        balancer: Balancer,
    },
    /// An attempt to delete a route that an endpoint has made.
    DeleteRoute {
        table: Table,
        service: AwsService,
    },
    /// An attempt to delete an interface of an endpoint's.
    DeleteInterface {
        endpoint: Label,
    },
    Advance {
        seconds: u32,
        /// From due time to due time, not in one jump.
        walk: bool,
    },
    /// The server stops, and starts again on the same database after a while.
    Restart {
        seconds: u32,
    },
}

impl Step {
    /// What it is called in the tally.
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::CreateService { .. } => "create a service",
            Self::ModifyService { .. } => "modify a service",
            Self::DeleteServices { .. } => "delete a service",
            Self::Permit { .. } => "allow a principal",
            Self::Forbid { .. } => "allow a principal no longer",
            Self::CreateEndpoint(_) => "create an endpoint",
            Self::ModifyEndpoint { .. } => "modify an endpoint",
            Self::ModifyRoutes { .. } => "modify an endpoint's routes",
            Self::SwitchPrivateDns { on: true, .. } => "switch private DNS on",
            Self::SwitchPrivateDns { on: false, .. } => "switch private DNS off",
            Self::NameService { .. } => "name a service",
            Self::ProveName { .. } => "publish a record or withdraw it",
            Self::VerifyName { .. } => "verify a name",
            Self::PayForEndpoints { .. } => "pay for endpoints",
            Self::TagEndpoint { .. } => "tag an endpoint",
            Self::DeleteEndpoints { .. } => "delete an endpoint",
            Self::Decide {
                decision: Decision::Accept,
                ..
            } => "accept a connection",
            Self::Decide {
                decision: Decision::Reject,
                ..
            } => "reject a connection",
            Self::DescribeEndpoint { .. } => "show an endpoint",
            Self::DescribeAvailableService { .. } => "show an available service",
            Self::DescribeService { .. } => "show a service",
            Self::DescribeConnection { .. } => "show a connection",
            Self::DeleteSubnet { .. } => "delete a subnet",
            Self::DeleteLoadBalancer { .. } => "delete a load balancer",
            Self::DeleteRoute { .. } => "delete a route",
            Self::DeleteInterface { .. } => "delete an interface",
            Self::Advance { walk: false, .. } => "let time pass at once",
            Self::Advance { walk: true, .. } => "let time pass from due time to due time",
            Self::Restart { .. } => "restart",
        }
    }

    /// The API that it goes over; what befalls the server goes over none, which is as good as REST.
    pub(crate) const fn api(&self) -> Api {
        match self {
            Self::CreateService { api, .. }
            | Self::DeleteServices { api, .. }
            | Self::Permit { api, .. }
            | Self::Forbid { api, .. }
            | Self::CreateEndpoint(CreateEndpoint { api, .. })
            | Self::TagEndpoint { api, .. }
            | Self::DeleteEndpoints { api, .. }
            | Self::Decide { api, .. }
            | Self::DescribeEndpoint { api, .. }
            | Self::DescribeAvailableService { api, .. }
            | Self::DescribeService { api, .. }
            | Self::NameService { api, .. }
            | Self::VerifyName { api, .. }
            | Self::PayForEndpoints { api, .. }
            | Self::SwitchPrivateDns { api, .. }
            | Self::DeleteSubnet { api, .. } => *api,
            Self::ModifyService { balancers, .. } => balancers.api(),
            Self::ModifyEndpoint { subnets, .. } => subnets.api(),
            Self::ModifyRoutes { tables, .. } => tables.api(),
            Self::DescribeConnection { .. }
            | Self::ProveName { .. }
            | Self::Advance { .. }
            | Self::Restart { .. } => Api::Rest,
            Self::DeleteLoadBalancer { .. }
            | Self::DeleteRoute { .. }
            | Self::DeleteInterface { .. } => Api::Ec2,
        }
    }
}

/// The request for an endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CreateEndpoint {
    pub(crate) label: Label,
    pub(crate) api: Api,
    pub(crate) caller: Caller,
    pub(crate) service: Wanted,
    /// `None` is one that does not exist.
    pub(crate) vpc: Option<Vpc>,
    /// Each of them `None` if it does not exist.
    pub(crate) subnets: BTreeSet<Option<Subnet>>,
    /// Likewise.
    pub(crate) tables: BTreeSet<Option<Table>>,
    /// A gateway endpoint, else an interface endpoint.
    pub(crate) gateway: bool,
    pub(crate) private_dns: Option<bool>,
    /// Client token or idempotency key. The two APIs never use the same one.
    pub(crate) token: Option<u8>,
}

/// Which service an endpoint is to lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Wanted {
    /// One of a customer's.
    Customers(Reference),
    /// One of AWS's.
    Aws(AwsService),
}

/// How a set is changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Change<T> {
    /// As REST does it: to these.
    To(Vec<T>),
    /// As EC2 does it: by these.
    By { add: Vec<T>, remove: Vec<T> },
}

impl<T> Change<T> {
    pub(crate) const fn api(&self) -> Api {
        match self {
            Self::To(_) => Api::Rest,
            Self::By { .. } => Api::Ec2,
        }
    }
}

impl<T: Clone + PartialEq> Change<T> {
    /// What is added to `present` and what is removed from it.
    pub(crate) fn difference(&self, present: &[T]) -> (Vec<T>, Vec<T>) {
        match self {
            Self::By { add, remove } => (add.clone(), remove.clone()),
            Self::To(wanted) => {
                let missing_in = |set: &[T], of: &[T]| {
                    let mut missing: Vec<T> = Vec::new();
                    for item in of {
                        if !set.contains(item) && !missing.contains(item) {
                            missing.push(item.clone());
                        }
                    }
                    missing
                };
                (missing_in(present, wanted), missing_in(wanted, present))
            }
        }
    }
}

/// What a provider says to a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Decision {
    Accept,
    Reject,
}
