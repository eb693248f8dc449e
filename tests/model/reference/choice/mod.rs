//! What is likely to happen next: mostly what makes sense, and enough of what does not.

mod consumer;
mod provider;

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::{BoxedStrategy, Union};

use crate::cast::{Account, AwsService, Balancer, Subnet, Table};
use crate::step::{Api, CreateEndpoint, Label, Reference, Step};

use super::{ACCEPTANCE_SECONDS, Life, Service, Target, World};

use consumer::{
    create_endpoint, delete_endpoints, describe_available_service, describe_endpoint,
    modify_endpoint, modify_routes, switch_private_dns, tag_endpoint,
};
use provider::{
    create_service, decide, delete_services, describe_connection, describe_service, modify_service,
    name_service, pay_for_endpoints, permissions, prove_name, verify_name,
};

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
        (20, create_endpoint(world)),
    ];
    if !world.services.is_empty() {
        steps.extend([
            (3, modify_service(world)),
            (1, delete_services(world)),
            (if closed { 12 } else { 3 }, permissions(world)),
            (3, name_service(world)),
            (3, prove_name(world)),
            (3, verify_name(world)),
            (1, pay_for_endpoints(world)),
            (2, describe_service(world)),
            (2, describe_available_service(world)),
        ]);
    }
    if !world.endpoints.is_empty() {
        steps.extend([
            (14, decide(world)),
            (8, modify_endpoint(world)),
            (3, modify_routes(world)),
            (5, switch_private_dns(world)),
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

/// Attempts to delete what something else stands on.
fn undermine(world: &World) -> impl Iterator<Item = BoxedStrategy<Step>> {
    let endpoints = world.endpoints.iter();
    let held = endpoints.filter(|(_, endpoint)| !endpoint.subnets.is_empty());
    let held: Vec<Label> = held.map(|(label, _)| *label).collect();
    let subnets = world.endpoints.values().flat_map(|one| &one.subnets);
    let subnets: Vec<Subnet> = subnets.copied().collect();
    let balancers = world.services.values().flat_map(|one| &one.balancers);
    let balancers: Vec<Balancer> = balancers.copied().collect();
    let routes = world.endpoints.values().flat_map(|one| {
        let service = match one.target {
            Target::Aws(service) => Some(service),
            Target::Customers(_) => None,
        };
        let tables = one.tables.iter();
        tables.filter_map(move |table| Some((*table, service?)))
    });
    let routes: Vec<(Table, AwsService)> = routes.collect();
    let subnet = one_of(subnets).map(|subnet| {
        let step = |(api, subnet)| Step::DeleteSubnet { api, subnet };
        (api(), subnet).prop_map(step).boxed()
    });
    let interface = one_of(held).map(|endpoint| {
        let step = |endpoint| Step::DeleteInterface { endpoint };
        endpoint.prop_map(step).boxed()
    });
    let balancer = one_of(balancers).map(|balancer| {
        let step = |balancer| Step::DeleteLoadBalancer { balancer };
        balancer.prop_map(step).boxed()
    });
    let route = one_of(routes).map(|route| {
        let step = |(table, service)| Step::DeleteRoute { table, service };
        route.prop_map(step).boxed()
    });
    [subnet, interface, balancer, route].into_iter().flatten()
}

fn one_of<T: Clone + std::fmt::Debug + 'static>(
    items: Vec<T>,
) -> Option<impl Strategy<Value = T> + 'static> {
    (!items.is_empty()).then(|| select(items))
}

/// Mostly from one due time to the next; now and then over all of them.
fn advance() -> BoxedStrategy<Step> {
    let seconds = prop_oneof![
        12 => 1..=12_u32,
        1 => 30..=50_u32,
        1 => ACCEPTANCE_SECONDS - 10..=ACCEPTANCE_SECONDS + 10,
    ];
    (seconds, any::<bool>())
        .prop_map(|(seconds, walk)| Step::Advance { seconds, walk })
        .boxed()
}
