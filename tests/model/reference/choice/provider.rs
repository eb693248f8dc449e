//! What providers are likely to do.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::BoxedStrategy;

use crate::cast::{Account, Balancer, Domain, Name, Principal, Role};
use crate::step::{Change, Decision, Label, Reference, Step};

use super::super::{Proof, Target, World};
use super::{api, consumer, endpoint, owner, service, service_and_caller, service_owners, several};

fn balancer(of: BoxedStrategy<Account>) -> BoxedStrategy<Balancer> {
    (of, select(Name::ALL.to_vec()))
        .prop_map(|(account, name)| Balancer { account, name })
        .boxed()
}

pub(super) fn create_service(label: Label) -> BoxedStrategy<Step> {
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

pub(super) fn modify_service(world: &World) -> BoxedStrategy<Step> {
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

pub(super) fn delete_services(world: &World) -> BoxedStrategy<Step> {
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

pub(super) fn permissions(world: &World) -> BoxedStrategy<Step> {
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

pub(super) fn decide(world: &World) -> BoxedStrategy<Step> {
    let services = world.endpoints.iter().filter_map(|(label, endpoint)| {
        let Target::Customers(service) = endpoint.target else {
            return None;
        };
        Some((*label, (service, world.services[&service].owner)))
    });
    let services: BTreeMap<Label, (Label, Account)> = services.collect();
    let decision = prop_oneof![3 => Just(Decision::Accept), 2 => Just(Decision::Reject)];
    let other = service(world);
    (several(endpoint(world)), decision)
        .prop_flat_map(move |((api, endpoints), decision)| {
            let first = endpoints.iter().flatten().next();
            let of = first.and_then(|label| services.get(label)).copied();
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

pub(super) fn describe_service(world: &World) -> BoxedStrategy<Step> {
    (api(), service_and_caller(world))
        .prop_map(|(api, (service, caller))| Step::DescribeService {
            api,
            caller,
            service,
        })
        .boxed()
}

pub(super) fn describe_connection(world: &World) -> BoxedStrategy<Step> {
    (service_and_caller(world), endpoint(world))
        .prop_map(|((service, caller), endpoint)| Step::DescribeConnection {
            caller,
            service,
            endpoint,
        })
        .boxed()
}

pub(super) fn name_service(world: &World) -> BoxedStrategy<Step> {
    let domain = prop_oneof![
        6 => select(Domain::OF_CUSTOMERS.to_vec()).prop_map(Some),
        1 => Just(None),
    ];
    (api(), service_and_caller(world), domain)
        .prop_map(|(api, (service, caller), domain)| Step::NameService {
            api,
            caller,
            service,
            domain,
        })
        .boxed()
}

/// Mostly for services whose name is still to be proved.
fn named_service(world: &World) -> BoxedStrategy<Reference> {
    let named = world.services.iter().filter_map(|(label, service)| {
        let name = service.private_name.filter(|_| service.exists)?;
        let times = if name.proof == Proof::Verified { 1 } else { 3 };
        Some(std::iter::repeat_n(*label, times))
    });
    let named: Vec<Label> = named.flatten().collect();
    if named.is_empty() {
        return service(world);
    }
    prop_oneof![10 => select(named).prop_map(Some), 1 => service(world)].boxed()
}

pub(super) fn prove_name(world: &World) -> BoxedStrategy<Step> {
    let publish = prop_oneof![6 => Just(true), 1 => Just(false)];
    (named_service(world), publish)
        .prop_map(|(service, publish)| Step::ProveName { service, publish })
        .boxed()
}

pub(super) fn verify_name(world: &World) -> BoxedStrategy<Step> {
    let owners = service_owners(world);
    let caller = move |reference: Reference| owner(reference.map(|label| owners[&label]));
    let of = named_service(world).prop_flat_map(move |service| (Just(service), caller(service)));
    (api(), of)
        .prop_map(|(api, (service, caller))| Step::VerifyName {
            api,
            caller,
            service,
        })
        .boxed()
}

pub(super) fn pay_for_endpoints(world: &World) -> BoxedStrategy<Step> {
    (api(), service_and_caller(world))
        .prop_map(|(api, (service, caller))| Step::PayForEndpoints {
            api,
            caller,
            service,
        })
        .boxed()
}
