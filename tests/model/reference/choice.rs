//! What is likely to happen next: mostly what makes sense, and enough of what does not.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::{BoxedStrategy, Union};

use crate::cast::{Account, Balancer, Caller, Name, Place, Principal, Role, Subnet, Vpc, Zone};
use crate::step::{Api, Change, CreateEndpoint, Decision, Label, Reference, Step};

use super::{ACCEPTANCE_SECONDS, Life, Service, World};

/// The next step.
pub(super) fn step(world: &World) -> BoxedStrategy<Step> {
    let services: Vec<&Service> = existing_services(world).collect();
    let closed = services.iter().any(|service| service.principals.is_empty());
    let mut steps = vec![
        (
            if services.len() < 4 { 12 } else { 1 },
            create_service(world.steps),
        ),
        (10, advance()),
        (
            1,
            (0..60_u32)
                .prop_map(|seconds| Step::Restart { seconds })
                .boxed(),
        ),
        (16, create_endpoint(world)),
    ];
    if !world.services.is_empty() {
        steps.extend([
            (3, modify_service(world)),
            (1, delete_services(world)),
            (if closed { 12 } else { 3 }, permissions(world)),
            (2, describe_service(world)),
            (2, describe_available_service(world)),
        ]);
    }
    if !world.endpoints.is_empty() {
        steps.extend([
            (14, decide(world)),
            (9, modify_endpoint(world)),
            (2, tag_endpoint(world)),
            (5, delete_endpoints(world)),
            (2, describe_endpoint(world)),
            (1, describe_connection(world)),
        ]);
    }
    if !world.tokens.is_empty() {
        let label = world.steps;
        let again = world.tokens.values().map(|(request, _)| CreateEndpoint {
            label,
            ..request.clone()
        });
        let again = select(again.collect::<Vec<_>>());
        steps.push((1, again.prop_map(Step::CreateEndpoint).boxed()));
    }
    steps.extend(undermine(world).map(|step| (1, step)));
    Union::new_weighted(steps).boxed()
}

fn api() -> impl Strategy<Value = Api> + Clone {
    select(vec![Api::Rest, Api::Ec2])
}

fn anybody() -> impl Strategy<Value = Account> + Clone {
    select(Account::ALL.to_vec())
}

fn consumer() -> impl Strategy<Value = Account> + Clone {
    select(Account::CONSUMERS.to_vec())
}

/// Mostly one of the first, now and then one of the others, rarely what never existed.
fn reference(likely: Vec<Label>, all: Vec<Label>) -> BoxedStrategy<Reference> {
    let mut choices = vec![(1, Just(None).boxed())];
    if !all.is_empty() {
        choices.push((2, select(all).prop_map(Some).boxed()));
    }
    if !likely.is_empty() {
        choices.push((30, select(likely).prop_map(Some).boxed()));
    }
    Union::new_weighted(choices).boxed()
}

fn existing_services(world: &World) -> impl Iterator<Item = &Service> {
    world.services.values().filter(|service| service.exists)
}

fn service(world: &World) -> BoxedStrategy<Reference> {
    let services = world.services.iter();
    let existing = services.filter(|(_, service)| service.exists);
    reference(
        existing.map(|(label, _)| *label).collect(),
        world.services.keys().copied().collect(),
    )
}

fn endpoint(world: &World) -> BoxedStrategy<Reference> {
    let endpoints = world.endpoints.iter();
    let existing = endpoints.filter(|(_, endpoint)| endpoint.life != Life::Gone);
    // Those whose story is not over count more.
    let likely = existing.flat_map(|(label, endpoint)| {
        let times = if endpoint.life.is_live() { 3 } else { 1 };
        std::iter::repeat_n(*label, times)
    });
    reference(likely.collect(), world.endpoints.keys().copied().collect())
}

fn service_owners(world: &World) -> BTreeMap<Label, Account> {
    let services = world.services.iter();
    services
        .map(|(label, service)| (*label, service.owner))
        .collect()
}

fn endpoint_owners(world: &World) -> BTreeMap<Label, Account> {
    let endpoints = world.endpoints.iter();
    endpoints
        .map(|(label, endpoint)| (*label, endpoint.owner))
        .collect()
}

/// Mostly whom it belongs to, now and then anybody.
fn owner(owner: Option<Account>) -> BoxedStrategy<Account> {
    match owner {
        Some(owner) => prop_oneof![14 => Just(owner), 1 => anybody()].boxed(),
        None => anybody().boxed(),
    }
}

fn service_and_caller(world: &World) -> BoxedStrategy<(Reference, Account)> {
    let owners = service_owners(world);
    let owner_of = move |reference: Reference| owner(reference.map(|label| owners[&label]));
    service(world)
        .prop_flat_map(move |reference| (Just(reference), owner_of(reference)))
        .boxed()
}

fn endpoint_and_caller(world: &World) -> BoxedStrategy<(Reference, Account)> {
    let owners = endpoint_owners(world);
    let owner_of = move |reference: Reference| owner(reference.map(|label| owners[&label]));
    endpoint(world)
        .prop_flat_map(move |reference| (Just(reference), owner_of(reference)))
        .boxed()
}

/// One over REST, up to three over EC2, none of them twice.
fn several(one: BoxedStrategy<Reference>) -> BoxedStrategy<(Api, Vec<Reference>)> {
    let over_rest = one.clone().prop_map(|one| (Api::Rest, vec![one]));
    let over_ec2 = proptest::collection::vec(one, 1..=3).prop_map(|all| {
        let distinct: BTreeSet<Reference> = all.into_iter().collect();
        (Api::Ec2, distinct.into_iter().collect())
    });
    prop_oneof![over_rest, over_ec2].boxed()
}

fn balancer(of: BoxedStrategy<Account>) -> BoxedStrategy<Balancer> {
    (of, select(Name::ALL.to_vec()))
        .prop_map(|(account, name)| Balancer { account, name })
        .boxed()
}

fn create_service(label: Label) -> BoxedStrategy<Step> {
    let provider = select(Account::PROVIDERS.to_vec());
    let acceptance = select(vec![None, Some(true), Some(false), Some(false)]);
    (provider, api(), acceptance)
        .prop_flat_map(move |(provider, api, acceptance)| {
            let any = select(Account::PROVIDERS.to_vec());
            let of = prop_oneof![15 => Just(provider), 1 => any].boxed();
            balancer(of).prop_map(move |balancer| Step::CreateService {
                label,
                api,
                caller: provider,
                balancer,
                acceptance,
            })
        })
        .boxed()
}

fn modify_service(world: &World) -> BoxedStrategy<Step> {
    let acceptance = select(vec![None, Some(true), Some(false)]);
    (service_and_caller(world), acceptance)
        .prop_flat_map(|((service, caller), acceptance)| {
            balancers(caller).prop_map(move |balancers| Step::ModifyService {
                caller,
                service,
                acceptance,
                balancers,
            })
        })
        .boxed()
}

fn balancers(caller: Account) -> BoxedStrategy<Change<Balancer>> {
    // Consumers have none of these load balancers.
    let of = Account::PROVIDERS
        .iter()
        .find(|account| **account == caller);
    let of = of.copied().unwrap_or(Account::ProviderA);
    let of = prop_oneof![20 => Just(of), 1 => Just(Account::ProviderB)].boxed();
    let some = proptest::collection::btree_set(balancer(of.clone()), 0..=2);
    let to = proptest::collection::btree_set(balancer(of), 0..=2);
    let to = to.prop_map(|wanted| Change::To(wanted.into_iter().collect()));
    let by = (some.clone(), some).prop_map(|(add, remove)| Change::By {
        add: add.difference(&remove).copied().collect(),
        remove: remove.into_iter().collect(),
    });
    prop_oneof![to, by].boxed()
}

fn delete_services(world: &World) -> BoxedStrategy<Step> {
    let owners = service_owners(world);
    several(service(world))
        .prop_flat_map(move |(api, services)| {
            let first = services.iter().flatten().next();
            let caller = owner(first.map(|label| owners[label]));
            caller.prop_map(move |caller| Step::DeleteServices {
                api,
                caller,
                services: services.clone(),
            })
        })
        .boxed()
}

fn principal() -> BoxedStrategy<Principal> {
    let role = select(vec![Role::Operator, Role::Auditor]);
    prop_oneof![
        2 => Just(Principal::Everybody),
        3 => consumer().prop_map(Principal::Number),
        6 => consumer().prop_map(Principal::Root),
        4 => (consumer(), role).prop_map(|(account, role)| Principal::Role(account, role)),
        1 => consumer().prop_map(Principal::User),
        1 => Just(Principal::AwsService),
        1 => consumer().prop_map(Principal::RoleSession),
        1 => consumer().prop_map(Principal::RoleWithPath),
    ]
    .boxed()
}

fn permissions(world: &World) -> BoxedStrategy<Step> {
    let allowed = world.services.values().flat_map(|one| &one.principals);
    let mut allowed: Vec<Principal> = allowed.copied().collect();
    allowed.push(Principal::Everybody);
    let forbidden = prop_oneof![4 => select(allowed).boxed(), 1 => principal()];
    let permit = (api(), service_and_caller(world), principal()).prop_map(
        |(api, (service, caller), principal)| Step::Permit {
            api,
            caller,
            service,
            principal,
        },
    );
    let forbid = (api(), service_and_caller(world), forbidden).prop_map(
        |(api, (service, caller), principal)| Step::Forbid {
            api,
            caller,
            service,
            principal,
        },
    );
    prop_oneof![3 => permit, 2 => forbid].boxed()
}

fn caller() -> BoxedStrategy<Caller> {
    let account = prop_oneof![10 => consumer(), 2 => anybody()];
    let role = select(vec![
        None,
        None,
        None,
        Some(Role::Operator),
        Some(Role::Auditor),
    ]);
    (account, role)
        .prop_map(|(account, role)| Caller { account, role })
        .boxed()
}

/// Mostly such that an endpoint to a service in these zones can be in all of them.
fn places(zones: &BTreeSet<Zone>) -> BoxedStrategy<Vec<Place>> {
    use Place::{A, AnotherA, B, C};
    let fitting = [
        vec![],
        vec![A],
        vec![A],
        vec![AnotherA],
        vec![B],
        vec![A, B],
        vec![AnotherA, B],
    ];
    let account = Account::Stranger;
    let fits = |places: &Vec<Place>| {
        let mut places = places.iter();
        places.all(|place| {
            zones.contains(
                &Subnet {
                    account,
                    place: *place,
                }
                .zone(),
            )
        })
    };
    let fitting: Vec<Vec<Place>> = fitting.into_iter().filter(fits).collect();
    prop_oneof![
        24 => select(fitting),
        1 => Just(vec![B]),
        1 => Just(vec![C]),
        1 => Just(vec![A, AnotherA]),
    ]
    .boxed()
}

/// The account's mostly; some do not exist.
fn subnets(account: Account, zones: &BTreeSet<Zone>) -> BoxedStrategy<BTreeSet<Option<Subnet>>> {
    let owner =
        prop_oneof![25 => Just(Some(account)), 1 => Just(None), 1 => anybody().prop_map(Some)];
    (owner, places(zones))
        .prop_map(|(owner, places)| {
            let subnet = |place| owner.map(|account| Subnet { account, place });
            places.into_iter().map(subnet).collect()
        })
        .boxed()
}

fn create_endpoint(world: &World) -> BoxedStrategy<Step> {
    let token = prop_oneof![5 => Just(None), 1 => (0..3_u8).prop_map(Some)];
    let rarely = prop_oneof![30 => Just(false), 1 => Just(true)];
    let any = service(world);
    let visible = visible_services(world);
    let zones = zones(world);
    let label = world.steps;
    let service = caller().prop_flat_map(move |caller| {
        let visible: Vec<Label> = visible(caller);
        let service = if visible.is_empty() {
            any.clone()
        } else {
            prop_oneof![15 => select(visible).prop_map(Some), 1 => any.clone()].boxed()
        };
        (Just(caller), service)
    });
    let place = service.prop_flat_map(move |(caller, service)| {
        let network = network(caller.account, &zones(service));
        (Just(caller), Just(service), network)
    });
    (api(), place, rarely.clone(), rarely, token)
        .prop_map(
            move |(api, (caller, service, (vpc, subnets)), gateway, private_dns, token)| {
                Step::CreateEndpoint(CreateEndpoint {
                    label,
                    api,
                    caller,
                    service,
                    vpc,
                    subnets,
                    gateway,
                    private_dns,
                    token: token.filter(|_| caller.role.is_none()),
                })
            },
        )
        .boxed()
}

/// The zones that a service offers, or the usual ones.
fn zones(world: &World) -> impl Fn(Reference) -> BTreeSet<Zone> + use<> {
    let services = world.services.keys();
    let zones = services.map(|label| (*label, world.zones(*label)));
    let zones: BTreeMap<Label, BTreeSet<Zone>> = zones.collect();
    move |reference| match reference {
        Some(label) => zones[&label].clone(),
        None => [Zone::A, Zone::B].into(),
    }
}

/// Which services a caller sees.
fn visible_services(world: &World) -> impl Fn(Caller) -> Vec<Label> + use<> {
    let mut visible: BTreeMap<Caller, Vec<Label>> = BTreeMap::new();
    for account in Account::ALL {
        for role in [None, Some(Role::Operator), Some(Role::Auditor)] {
            let caller = Caller { account, role };
            let services = world.services.iter();
            let seen = services.filter(|(_, service)| service.is_seen_by(caller));
            visible.insert(caller, seen.map(|(label, _)| *label).collect());
        }
    }
    move |caller| visible.get(&caller).cloned().unwrap_or_default()
}

/// A VPC and subnets, mostly the account's own and such that they fit.
fn network(
    account: Account,
    zones: &BTreeSet<Zone>,
) -> BoxedStrategy<(Option<Vpc>, BTreeSet<Option<Subnet>>)> {
    let vpc = move |spare| Some(Vpc { account, spare });
    let spare_place = select(vec![BTreeSet::new(), BTreeSet::from([Place::SpareA])]);
    let in_spare = spare_place.prop_map(move |places| {
        let subnet = |place| Some(Subnet { account, place });
        (vpc(true), places.into_iter().map(subnet).collect())
    });
    let foreign = anybody().prop_map(|account| {
        Some(Vpc {
            account,
            spare: false,
        })
    });
    prop_oneof![
        20 => (Just(vpc(false)), subnets(account, zones)),
        4 => in_spare,
        1 => (Just(vpc(true)), subnets(account, zones)),
        1 => (Just(None), subnets(account, zones)),
        1 => (foreign, subnets(account, zones)),
    ]
    .boxed()
}

fn modify_endpoint(world: &World) -> BoxedStrategy<Step> {
    let zones = zones(world);
    let endpoints = world.endpoints.iter();
    let services = endpoints.map(|(label, endpoint)| (*label, endpoint.service));
    let services: BTreeMap<Label, Label> = services.collect();
    endpoint_and_caller(world)
        .prop_flat_map(move |(endpoint, caller)| {
            let zones = zones(endpoint.map(|label| services[&label]));
            let some = || subnets(caller, &zones);
            let to = some().prop_map(|wanted| Change::To(wanted.into_iter().collect()));
            let nothing = Just(BTreeSet::new());
            let add = prop_oneof![some(), nothing.clone()];
            let remove = prop_oneof![some(), nothing];
            let by = (add, remove).prop_map(|(add, remove)| Change::By {
                add: add.difference(&remove).copied().collect(),
                remove: remove.into_iter().collect(),
            });
            prop_oneof![to, by].prop_map(move |subnets| Step::ModifyEndpoint {
                caller,
                endpoint,
                subnets,
            })
        })
        .boxed()
}

fn tag_endpoint(world: &World) -> BoxedStrategy<Step> {
    (api(), endpoint_and_caller(world), 0..3_u8)
        .prop_map(|(api, (endpoint, caller), value)| Step::TagEndpoint {
            api,
            caller,
            endpoint,
            value,
        })
        .boxed()
}

fn delete_endpoints(world: &World) -> BoxedStrategy<Step> {
    let owners = endpoint_owners(world);
    several(endpoint(world))
        .prop_flat_map(move |(api, endpoints)| {
            let first = endpoints.iter().flatten().next();
            let caller = owner(first.map(|label| owners[label]));
            caller.prop_map(move |caller| Step::DeleteEndpoints {
                api,
                caller,
                endpoints: endpoints.clone(),
            })
        })
        .boxed()
}

fn decide(world: &World) -> BoxedStrategy<Step> {
    let services = world.endpoints.iter().map(|(label, endpoint)| {
        let service = endpoint.service;
        (*label, (service, world.services[&service].owner))
    });
    let services: BTreeMap<Label, (Label, Account)> = services.collect();
    let decision = prop_oneof![3 => Just(Decision::Accept), 2 => Just(Decision::Reject)];
    let other = service(world);
    (several(endpoint(world)), decision)
        .prop_flat_map(move |((api, endpoints), decision)| {
            let first = endpoints.iter().flatten().next();
            let of = first.map(|label| services[label]);
            let right = match of {
                Some((service, _)) => Just(Some(service)).boxed(),
                None => other.clone(),
            };
            let service = prop_oneof![20 => right, 1 => other.clone()];
            let caller = owner(of.map(|(_, owner)| owner));
            (service, caller).prop_map(move |(service, caller)| Step::Decide {
                api,
                caller,
                decision,
                service,
                endpoints: endpoints.clone(),
            })
        })
        .boxed()
}

fn describe_endpoint(world: &World) -> BoxedStrategy<Step> {
    (api(), endpoint_and_caller(world))
        .prop_map(|(api, (endpoint, caller))| Step::DescribeEndpoint {
            api,
            caller,
            endpoint,
        })
        .boxed()
}

fn describe_service(world: &World) -> BoxedStrategy<Step> {
    (api(), service_and_caller(world))
        .prop_map(|(api, (service, caller))| Step::DescribeService {
            api,
            caller,
            service,
        })
        .boxed()
}

fn describe_available_service(world: &World) -> BoxedStrategy<Step> {
    (api(), caller(), service(world))
        .prop_map(|(api, caller, service)| Step::DescribeAvailableService {
            api,
            caller,
            service,
        })
        .boxed()
}

fn describe_connection(world: &World) -> BoxedStrategy<Step> {
    (service_and_caller(world), endpoint(world))
        .prop_map(|((service, caller), endpoint)| Step::DescribeConnection {
            caller,
            service,
            endpoint,
        })
        .boxed()
}

/// Attempts to delete what something else stands on.
fn undermine(world: &World) -> impl Iterator<Item = BoxedStrategy<Step>> {
    let subnets = world.endpoints.values().flat_map(|one| &one.subnets);
    let subnets: Vec<Subnet> = subnets.copied().collect();
    let balancers = world.services.values().flat_map(|one| &one.balancers);
    let balancers: Vec<Balancer> = balancers.copied().collect();
    let subnet = (!subnets.is_empty()).then(|| {
        (api(), select(subnets))
            .prop_map(|(api, subnet)| Step::DeleteSubnet { api, subnet })
            .boxed()
    });
    let balancer = (!balancers.is_empty()).then(|| {
        select(balancers)
            .prop_map(|balancer| Step::DeleteLoadBalancer { balancer })
            .boxed()
    });
    subnet.into_iter().chain(balancer)
}

/// Mostly from one due time to the next; now and then over all of them.
fn advance() -> BoxedStrategy<Step> {
    prop_oneof![
        12 => 1..=12_u32,
        1 => ACCEPTANCE_SECONDS - 10..=ACCEPTANCE_SECONDS + 10,
    ]
    .prop_map(|seconds| Step::Advance { seconds })
    .boxed()
}
