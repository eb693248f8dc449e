//! What consumers are likely to do.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::BoxedStrategy;

use crate::cast::{Account, AwsService, Caller, Place, Role, Subnet, Table, Vpc, Zone};
use crate::step::{Change, CreateEndpoint, Label, Step, Wanted};

use super::super::{Life, Target, World};
use super::{
    anybody, api, consumer, endpoint, endpoint_and_caller, endpoint_owners, owner, service, several,
};

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

pub(super) fn create_endpoint(world: &World) -> BoxedStrategy<Step> {
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
        let customers = service.prop_map(Wanted::Customers);
        let aws = select(AwsService::ALL.to_vec()).prop_map(Wanted::Aws);
        (Just(caller), prop_oneof![4 => customers, 1 => aws])
    });
    let place = service.prop_flat_map(move |(caller, service)| {
        let network = network(caller.account, service, &zones(service));
        (Just(caller), Just(service), network, private_dns(service))
    });
    (api(), place, rarely, token)
        .prop_map(move |(api, place, wrong_type, token)| {
            let (caller, service, (vpc, subnets, tables), private_dns) = place;
            let of_gateways = matches!(service, Wanted::Aws(one) if one.is_of_gateways());
            Step::CreateEndpoint(CreateEndpoint {
                label,
                api,
                caller,
                service,
                vpc,
                subnets,
                tables,
                // S3 and DynamoDB have interface endpoints too, which are no part of the model.
                gateway: of_gateways || wrong_type,
                private_dns,
                token: token.filter(|_| caller.role.is_none()),
            })
        })
        .boxed()
}

fn private_dns(service: Wanted) -> BoxedStrategy<Option<bool>> {
    match service {
        Wanted::Aws(AwsService::Monitoring) => {
            select(vec![None, Some(true), Some(false), Some(false)]).boxed()
        }
        Wanted::Aws(AwsService::S3 | AwsService::DynamoDb) | Wanted::Customers(_) => prop_oneof![
            8 => select(vec![None, Some(false)]),
            1 => Just(Some(true)),
        ]
        .boxed(),
    }
}

/// The zones that a service offers, or the usual ones.
fn zones(world: &World) -> impl Fn(Wanted) -> BTreeSet<Zone> + use<> {
    let services = world.services.keys();
    let zones = services.map(|label| (*label, world.zones(*label)));
    let zones: BTreeMap<Label, BTreeSet<Zone>> = zones.collect();
    move |wanted| match wanted {
        Wanted::Customers(Some(label)) => zones[&label].clone(),
        Wanted::Customers(None) | Wanted::Aws(_) => [Zone::A, Zone::B].into(),
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

/// Where an endpoint is to be.
type Network = (
    Option<Vpc>,
    BTreeSet<Option<Subnet>>,
    BTreeSet<Option<Table>>,
);

/// A VPC with subnets or route tables, mostly the account's own and such that they fit.
fn network(account: Account, service: Wanted, zones: &BTreeSet<Zone>) -> BoxedStrategy<Network> {
    let of_gateways = matches!(service, Wanted::Aws(one) if one.is_of_gateways());
    let vpc = move |spare| Some(Vpc { account, spare });
    let spare_place = select(vec![BTreeSet::new(), BTreeSet::from([Place::SpareA])]);
    let in_spare = spare_place.prop_map(move |places| {
        let subnet = |place| Some(Subnet { account, place });
        let subnets = places.into_iter().map(subnet);
        (vpc(true), subnets.collect::<BTreeSet<_>>())
    });
    let foreign = anybody().prop_map(|account| {
        Some(Vpc {
            account,
            spare: false,
        })
    });
    let place = prop_oneof![
        20 => (Just(vpc(false)), subnets(account, zones)),
        4 => in_spare,
        1 => (Just(vpc(true)), subnets(account, zones)),
        1 => (Just(None), subnets(account, zones)),
        1 => (foreign, subnets(account, zones)),
    ];
    let confused = prop_oneof![30 => Just(false), 1 => Just(true)];
    (place, tables(account), confused)
        .prop_map(move |((vpc, subnets), (spare, tables), confused)| {
            match (of_gateways, confused) {
                (false, false) => (vpc, subnets, BTreeSet::new()),
                (true, false) => {
                    let vpc = vpc.map(|vpc| Vpc { spare, ..vpc });
                    (vpc, BTreeSet::new(), tables)
                }
                (_, true) => (vpc, subnets, tables),
            }
        })
        .boxed()
}

/// A VPC's route tables, mostly.
fn tables(account: Account) -> BoxedStrategy<(bool, BTreeSet<Option<Table>>)> {
    let own = (any::<bool>(), any::<bool>(), any::<bool>()).prop_map(move |(spare, main, both)| {
        let vpc = Vpc { account, spare };
        let one = Some(Table { vpc, main });
        let other = Some(Table { vpc, main: !main }).filter(|_| both);
        (
            spare,
            [Some(one), other.map(Some)].into_iter().flatten().collect(),
        )
    });
    let none = any::<bool>().prop_map(|spare| (spare, BTreeSet::new()));
    let strange = (any::<bool>(), anybody()).prop_map(|(spare, account)| {
        let table = Table {
            vpc: Vpc { account, spare },
            main: true,
        };
        (!spare, [Some(table)].into())
    });
    let unknown = any::<bool>().prop_map(|spare| (spare, [None].into()));
    prop_oneof![20 => own, 2 => none, 2 => strange, 1 => unknown].boxed()
}

pub(super) fn modify_routes(world: &World) -> BoxedStrategy<Step> {
    let gateways = world.endpoints.iter();
    let gateways = gateways.filter(|(_, one)| one.is_gateway() && one.life == Life::Available);
    let gateways: Vec<(Label, Account)> =
        gateways.map(|(label, one)| (*label, one.owner)).collect();
    let some = endpoint_and_caller(world);
    let which = if gateways.is_empty() {
        some
    } else {
        let gateway = select(gateways).prop_map(|(label, owner)| (Some(label), owner));
        prop_oneof![12 => gateway, 1 => some].boxed()
    };
    which
        .prop_flat_map(|(endpoint, caller)| {
            let some = move || tables(caller).prop_map(|(_, tables)| tables);
            let to = some().prop_map(|wanted| Change::To(wanted.into_iter().collect()));
            let nothing = Just(BTreeSet::new());
            let add = prop_oneof![some(), nothing.clone()];
            let remove = prop_oneof![some(), nothing];
            let by = (add, remove).prop_map(|(add, remove)| Change::By {
                add: add.difference(&remove).copied().collect(),
                remove: remove.into_iter().collect(),
            });
            prop_oneof![to, by].prop_map(move |tables| Step::ModifyRoutes {
                caller,
                endpoint,
                tables,
            })
        })
        .boxed()
}

pub(super) fn switch_private_dns(world: &World) -> BoxedStrategy<Step> {
    let on = prop_oneof![3 => Just(true), 1 => Just(false)];
    (api(), endpoint_and_caller(world), on)
        .prop_map(|(api, (endpoint, caller), on)| Step::SwitchPrivateDns {
            api,
            caller,
            endpoint,
            on,
        })
        .boxed()
}

pub(super) fn modify_endpoint(world: &World) -> BoxedStrategy<Step> {
    let zones = zones(world);
    let endpoints = world.endpoints.iter();
    let services = endpoints.map(|(label, endpoint)| {
        let wanted = match endpoint.target {
            Target::Customers(service) => Wanted::Customers(Some(service)),
            Target::Aws(service) => Wanted::Aws(service),
        };
        (*label, wanted)
    });
    let services: BTreeMap<Label, Wanted> = services.collect();
    endpoint_and_caller(world)
        .prop_flat_map(move |(endpoint, caller)| {
            let service = endpoint.map(|label| services[&label]);
            let zones = zones(service.unwrap_or(Wanted::Customers(None)));
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

pub(super) fn tag_endpoint(world: &World) -> BoxedStrategy<Step> {
    (api(), endpoint_and_caller(world), 0..3_u8)
        .prop_map(|(api, (endpoint, caller), value)| Step::TagEndpoint {
            api,
            caller,
            endpoint,
            value,
        })
        .boxed()
}

pub(super) fn delete_endpoints(world: &World) -> BoxedStrategy<Step> {
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

pub(super) fn describe_endpoint(world: &World) -> BoxedStrategy<Step> {
    (api(), endpoint_and_caller(world))
        .prop_map(|(api, (endpoint, caller))| Step::DescribeEndpoint {
            api,
            caller,
            endpoint,
        })
        .boxed()
}

pub(super) fn describe_available_service(world: &World) -> BoxedStrategy<Step> {
    (api(), caller(), service(world))
        .prop_map(|(api, caller, service)| Step::DescribeAvailableService {
            api,
            caller,
            service,
        })
        .boxed()
}
