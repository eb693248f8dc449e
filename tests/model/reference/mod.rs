//! The model: what PrivateLink does, as AWS describes it. It shares no code with the server.

mod choice;
mod endpoint;
mod gateway;
mod name;
mod service;
mod view;

use std::collections::{BTreeMap, BTreeSet};

use proptest::strategy::{BoxedStrategy, Just, Strategy};
use proptest_state_machine::ReferenceStateMachine;

use crate::cast::{
    Account, AwsService, Balancer, Caller, Domain, Principal, Subnet, Table, Vpc, Zone,
};
use crate::fault::{Expected, Fault, Faults};
use crate::step::{Api, CreateEndpoint, Label, Reference, Step, Wanted};

/// From `pending` to `available`.
pub(crate) const PENDING_SECONDS: u32 = 7;
/// From `deleting` to `deleted`.
pub(crate) const DELETING_SECONDS: u32 = 5;
/// From `deleted` to gone.
pub(crate) const DELETED_SECONDS: u32 = 11;
/// From `pendingAcceptance` to `expired`.
pub(crate) const ACCEPTANCE_SECONDS: u32 = 90;
/// From `pendingVerification` to `failed`.
pub(crate) const VERIFICATION_SECONDS: u32 = 40;
/// How many interface endpoints a VPC may have.
pub(crate) const ENDPOINTS_PER_VPC: usize = 5;
/// How many gateway endpoints an account may have.
pub(crate) const GATEWAYS_PER_ACCOUNT: usize = 3;

/// The world as it should be.
#[derive(Clone, Debug)]
pub(crate) struct World {
    /// Seconds since the beginning.
    now: u32,
    /// The steps so far.
    steps: u32,
    /// All that ever were.
    services: BTreeMap<Label, Service>,
    /// All that ever were.
    endpoints: BTreeMap<Label, Endpoint>,
    /// The requests that were carried out under a token, and the endpoint that each made.
    tokens: BTreeMap<(Api, Account, u8), (CreateEndpoint, Label)>,
    /// What the last step must answer.
    pub(crate) expected: Expected,
    /// The endpoints that the last step was about.
    pub(crate) touched: BTreeSet<Label>,
}

#[derive(Clone, Debug)]
struct Service {
    owner: Account,
    exists: bool,
    acceptance: bool,
    balancers: BTreeSet<Balancer>,
    principals: BTreeSet<Principal>,
    private_name: Option<PrivateName>,
    /// Whether its owner pays for the endpoints.
    pays: bool,
}

/// The private name of a service.
#[derive(Clone, Copy, Debug)]
struct PrivateName {
    domain: Domain,
    /// Whether the record is there that proves it.
    published: bool,
    proof: Proof,
}

/// How far the proof of a private name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Proof {
    Pending { until: u32 },
    Verified,
    Failed,
}

/// What an endpoint leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Target {
    Customers(Label),
    Aws(AwsService),
}

#[derive(Clone, Debug)]
struct Endpoint {
    owner: Account,
    vpc: Vpc,
    target: Target,
    life: Life,
    /// Where it has interfaces.
    subnets: BTreeSet<Subnet>,
    /// From where routes lead to it.
    tables: BTreeSet<Table>,
    /// The domain that it has taken over in its VPC.
    domain: Option<Domain>,
    created: u32,
    tag: Option<u8>,
}

/// The state of a connection; `until` is when the system ends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Life {
    PendingAcceptance { until: u32 },
    Pending { until: u32 },
    Available,
    Rejected,
    Expired,
    Deleting { until: u32 },
    Deleted { until: u32 },
    Gone,
}

impl Life {
    /// AWS's word.
    const fn word(self) -> &'static str {
        match self {
            Self::PendingAcceptance { .. } => "pendingAcceptance",
            Self::Pending { .. } => "pending",
            Self::Available => "available",
            Self::Rejected => "rejected",
            Self::Expired => "expired",
            Self::Deleting { .. } => "deleting",
            Self::Deleted { .. } => "deleted",
            Self::Gone => "gone",
        }
    }

    /// Whether it keeps its service from being deleted and the service's load balancers where they are.
    const fn is_live(self) -> bool {
        matches!(
            self,
            Self::PendingAcceptance { .. } | Self::Pending { .. } | Self::Available
        )
    }

    /// When the system moves it on.
    const fn until(self) -> Option<u32> {
        match self {
            Self::PendingAcceptance { until }
            | Self::Pending { until }
            | Self::Deleting { until }
            | Self::Deleted { until } => Some(until),
            Self::Available | Self::Rejected | Self::Expired | Self::Gone => None,
        }
    }

    /// What the system makes of it at the moment `now`.
    const fn moved_on(self, now: u32) -> Self {
        match self {
            Self::PendingAcceptance { until } if until <= now => Self::Expired,
            Self::Pending { until } if until <= now => Self::Available,
            Self::Deleting { until } if until <= now => Self::Deleted {
                until: now + DELETED_SECONDS,
            },
            Self::Deleted { until } if until <= now => Self::Gone,
            other => other,
        }
    }
}

impl Service {
    /// Whether it exists for the caller.
    fn is_seen_by(&self, caller: Caller) -> bool {
        let mut principals = self.principals.iter();
        self.exists
            && (self.owner == caller.account
                || principals.any(|principal| principal.covers(caller)))
    }
}

impl World {
    fn beginning() -> Self {
        Self {
            now: 0,
            steps: 0,
            services: BTreeMap::new(),
            endpoints: BTreeMap::new(),
            tokens: BTreeMap::new(),
            expected: Expected::done(),
            touched: BTreeSet::new(),
        }
    }

    /// Time passes, and the system does what is due then.
    fn advance(&mut self, seconds: u32) {
        self.now += seconds;
        for service in self.services.values_mut() {
            service.give_up(self.now);
        }
        for (label, endpoint) in &mut self.endpoints {
            let next = endpoint.life.moved_on(self.now);
            if next != endpoint.life {
                endpoint.life = next;
                self.touched.insert(*label);
            }
            if matches!(endpoint.life, Life::Deleted { .. } | Life::Gone) {
                endpoint.subnets.clear();
            }
        }
    }

    /// The same, with the system at work at each moment at which something is due.
    fn walk(&mut self, seconds: u32) {
        let end = self.now + seconds;
        while self.now < end {
            let lives = self.endpoints.values().filter_map(|one| one.life.until());
            let services = self.services.values();
            let proofs = services.filter_map(Service::gives_up_at);
            let due = lives.chain(proofs).filter(|until| *until > self.now);
            let next = due.min().unwrap_or(end).min(end);
            self.advance(next - self.now);
        }
    }

    /// The service, if it is one of the caller's that exists.
    fn own_service(&self, caller: Account, reference: Reference) -> Option<Label> {
        reference.filter(|label| {
            let service = self.services.get(label);
            service.is_some_and(|service| service.exists && service.owner == caller)
        })
    }

    /// The service, if it exists for a consumer.
    fn visible_target(&self, caller: Caller, wanted: Wanted) -> Option<Target> {
        match wanted {
            Wanted::Aws(service) => Some(Target::Aws(service)),
            Wanted::Customers(reference) => {
                let visible = self.visible_service(caller, reference);
                visible.map(Target::Customers)
            }
        }
    }

    fn visible_service(&self, caller: Caller, reference: Reference) -> Option<Label> {
        reference.filter(|label| {
            let service = self.services.get(label);
            service.is_some_and(|service| service.is_seen_by(caller))
        })
    }

    /// The endpoint, if it is one of the caller's that exists.
    fn own_endpoint(&self, caller: Account, reference: Reference) -> Option<Label> {
        reference.filter(|label| {
            let endpoint = self.endpoints.get(label);
            endpoint.is_some_and(|one| one.life != Life::Gone && one.owner == caller)
        })
    }

    /// Whether a connection may still be used through the service.
    fn has_live_connections(&self, service: Label) -> bool {
        self.endpoints
            .values()
            .any(|one| one.target == Target::Customers(service) && one.life.is_live())
    }

    /// The service that the load balancer is behind.
    fn service_of(&self, balancer: Balancer) -> Option<Label> {
        let mut services = self.services.iter();
        let user = services.find(|(_, one)| one.exists && one.balancers.contains(&balancer));
        user.map(|(label, _)| *label)
    }

    fn zones(&self, service: Label) -> BTreeSet<Zone> {
        let balancers = self.services[&service].balancers.iter();
        balancers.flat_map(|balancer| balancer.zones()).collect()
    }

    fn free_addresses(&self, subnet: Subnet) -> usize {
        let taken = self.endpoints.values();
        let taken = taken.filter(|endpoint| endpoint.subnets.contains(&subnet));
        subnet.capacity() - taken.count()
    }

    /// Carries a step out and returns what it must answer.
    fn perform(&mut self, step: &Step) -> Expected {
        match step {
            Step::CreateService { .. }
            | Step::ModifyService { .. }
            | Step::DeleteServices { .. }
            | Step::Permit { .. }
            | Step::Forbid { .. }
            | Step::NameService { .. }
            | Step::ProveName { .. }
            | Step::VerifyName { .. }
            | Step::PayForEndpoints { .. }
            | Step::Decide { .. } => self.provide(step),
            Step::CreateEndpoint(_)
            | Step::ModifyEndpoint { .. }
            | Step::ModifyRoutes { .. }
            | Step::SwitchPrivateDns { .. }
            | Step::TagEndpoint { .. }
            | Step::DeleteEndpoints { .. } => self.consume(step),
            Step::DescribeEndpoint { .. }
            | Step::DescribeAvailableService { .. }
            | Step::DescribeService { .. }
            | Step::DescribeConnection { .. } => Expected::One(self.look(step)),
            Step::DeleteSubnet { .. } => Expected::One([Fault::SubnetInUse].into()),
            Step::DeleteLoadBalancer { .. } => Expected::One([Fault::BalancerInUse].into()),
            Step::DeleteRoute { .. } | Step::DeleteInterface { .. } => {
                Expected::One([Fault::HeldByEndpoint].into())
            }
            Step::Advance {
                seconds,
                walk: true,
            } => {
                self.walk(*seconds);
                Expected::done()
            }
            Step::Advance {
                seconds,
                walk: false,
            }
            | Step::Restart { seconds } => {
                self.advance(*seconds);
                Expected::done()
            }
        }
    }

    /// Why one thing is not shown.
    fn look(&self, step: &Step) -> Faults {
        let (found, fault) = match step {
            Step::DescribeEndpoint {
                caller, endpoint, ..
            } => (
                self.own_endpoint(*caller, *endpoint),
                Fault::EndpointNotFound,
            ),
            Step::DescribeAvailableService {
                caller, service, ..
            } => (
                self.visible_service(*caller, *service),
                Fault::ServiceNotVisible,
            ),
            Step::DescribeService {
                caller, service, ..
            } => (self.own_service(*caller, *service), Fault::ServiceNotFound),
            Step::DescribeConnection {
                caller,
                service,
                endpoint,
            } => return self.describe_connection(*caller, *service, *endpoint),
            other => unreachable!("no look: {other:?}"),
        };
        match found {
            Some(_) => Faults::new(),
            None => [fault].into(),
        }
    }

    /// Whether the step means anything here: shrinking may have taken away what it is about.
    fn allows(&self, step: &Step) -> bool {
        match step {
            Step::DeleteSubnet { subnet, .. } => self.free_addresses(*subnet) < 11,
            Step::DeleteLoadBalancer { balancer } => self.service_of(*balancer).is_some(),
            Step::DeleteRoute { table, service } => self.is_routed(*table, *service),
            Step::DeleteInterface { endpoint } => {
                let endpoint = self.endpoints.get(endpoint);
                endpoint.is_some_and(|endpoint| !endpoint.subnets.is_empty())
            }
            _ => true,
        }
    }
}

/// The model as proptest drives it.
pub(crate) struct Model;

impl ReferenceStateMachine for Model {
    type State = World;
    type Transition = Step;

    fn init_state() -> BoxedStrategy<World> {
        Just(World::beginning()).boxed()
    }

    fn transitions(world: &World) -> BoxedStrategy<Step> {
        choice::step(world)
    }

    fn apply(mut world: World, step: &Step) -> World {
        world.steps += 1;
        world.touched.clear();
        world.expected = world.perform(step);
        world
    }

    fn preconditions(world: &World, step: &Step) -> bool {
        world.allows(step)
    }
}
