//! What consumers do.

use std::collections::BTreeSet;

use crate::cast::{Account, AwsService, Subnet, Table, Vpc, Zone};
use crate::fault::{Expected, Fault, Faults};
use crate::step::{Change, CreateEndpoint, Reference, Step, Wanted};

use super::{
    ACCEPTANCE_SECONDS, DELETING_SECONDS, ENDPOINTS_PER_VPC, Endpoint, GATEWAYS_PER_ACCOUNT, Life,
    PENDING_SECONDS, Target, World,
};

impl World {
    pub(super) fn consume(&mut self, step: &Step) -> Expected {
        match step {
            Step::CreateEndpoint(request) => self.create_endpoint(request),
            Step::ModifyEndpoint {
                caller,
                endpoint,
                subnets,
            } => Expected::One(self.modify_endpoint(*caller, *endpoint, subnets)),
            Step::ModifyRoutes {
                caller,
                endpoint,
                tables,
            } => Expected::One(self.modify_routes(*caller, *endpoint, tables)),
            Step::SwitchPrivateDns {
                caller,
                endpoint,
                on,
                ..
            } => Expected::One(self.switch_private_dns(*caller, *endpoint, *on)),
            Step::TagEndpoint {
                caller,
                endpoint,
                value,
                ..
            } => Expected::One(self.tag_endpoint(*caller, *endpoint, *value)),
            Step::DeleteEndpoints {
                caller, endpoints, ..
            } => Expected::Each(self.delete_endpoints(*caller, endpoints)),
            other => unreachable!("no step of a consumer: {other:?}"),
        }
    }

    fn create_endpoint(&mut self, request: &CreateEndpoint) -> Expected {
        let account = request.caller.account;
        let key = request.token.map(|token| (request.api, account, token));
        let known = key.and_then(|key| self.tokens.get(&key));
        let mut faults = self.creation_faults(request);
        match known {
            Some((before, label)) if same(before, request) => return Expected::Again(*label),
            Some(_) => drop(faults.insert(Fault::TokenReused)),
            None => {}
        }
        let target = self.visible_target(request.caller, request.service);
        let (Some(target), Some(vpc), true) = (target, request.vpc, faults.is_empty()) else {
            return Expected::One(faults);
        };
        let domain = wants_private_dns(request).then(|| self.takeover(vpc, target, false).1);
        let endpoint = Endpoint {
            owner: account,
            vpc,
            target,
            life: self.first_life(target),
            subnets: request.subnets.iter().copied().flatten().collect(),
            tables: request.tables.iter().copied().flatten().collect(),
            domain: domain.flatten(),
            created: self.now,
            tag: None,
        };
        self.endpoints.insert(request.label, endpoint);
        self.touched.insert(request.label);
        if let Some(key) = key {
            self.tokens.insert(key, (request.clone(), request.label));
        }
        Expected::done()
    }

    fn first_life(&self, target: Target) -> Life {
        match target {
            Target::Aws(service) if service.is_of_gateways() => Life::Available,
            Target::Customers(service) if self.services[&service].acceptance => {
                Life::PendingAcceptance {
                    until: self.now + ACCEPTANCE_SECONDS,
                }
            }
            Target::Customers(_) | Target::Aws(_) => Life::Pending {
                until: self.now + PENDING_SECONDS,
            },
        }
    }

    fn creation_faults(&self, request: &CreateEndpoint) -> Faults {
        let mut faults = Faults::new();
        let target = self.visible_target(request.caller, request.service);
        let offers_gateways = matches!(target, Some(Target::Aws(one)) if one.is_of_gateways());
        if target.is_none() {
            faults.insert(Fault::ServiceNotVisible);
        } else if request.gateway != offers_gateways {
            faults.insert(Fault::BadParameter);
        }
        let foreign = if request.gateway {
            !request.subnets.is_empty()
        } else {
            !request.tables.is_empty()
        };
        if foreign {
            faults.insert(Fault::BadParameter);
        }
        match request
            .vpc
            .filter(|vpc| vpc.account == request.caller.account)
        {
            None => drop(faults.insert(Fault::VpcNotFound)),
            Some(vpc) => {
                let subnets: Vec<Option<Subnet>> = request.subnets.iter().copied().collect();
                let tables: Vec<Option<Table>> = request.tables.iter().copied().collect();
                let zones = target.map(|target| self.target_zones(target));
                let of_aws = match target {
                    Some(Target::Aws(service)) => Some(service),
                    Some(Target::Customers(_)) | None => None,
                };
                faults.extend(self.subnet_faults(vpc, zones.as_ref(), &[], &subnets));
                faults.extend(self.table_faults(vpc, of_aws, &tables));
                if self.quota_is_full(vpc, request.gateway) {
                    faults.insert(Fault::TooManyEndpoints);
                }
                if let Some(target) = target.filter(|_| wants_private_dns(request)) {
                    let first = self.first_life(target);
                    let waits = matches!(first, Life::PendingAcceptance { .. });
                    faults.extend(self.takeover(vpc, target, waits).0);
                }
            }
        }
        faults
    }

    fn quota_is_full(&self, vpc: Vpc, gateway: bool) -> bool {
        let endpoints = self.endpoints.values();
        let alike = endpoints.filter(|one| counts(one.life) && one.is_gateway() == gateway);
        if gateway {
            alike.filter(|one| one.owner == vpc.account).count() >= GATEWAYS_PER_ACCOUNT
        } else {
            alike.filter(|one| one.vpc == vpc).count() >= ENDPOINTS_PER_VPC
        }
    }

    /// The zones in which the target can be reached. AWS's services are in all.
    pub(super) fn target_zones(&self, target: Target) -> BTreeSet<Zone> {
        match target {
            Target::Customers(service) => self.zones(service),
            Target::Aws(_) => [Zone::A, Zone::B, Zone::C].into(),
        }
    }

    /// What is wrong with giving an endpoint in the VPC interfaces in these subnets, beside those in `present`. The zones
    /// are those of the service, if it is known.
    fn subnet_faults(
        &self,
        vpc: Vpc,
        zones: Option<&BTreeSet<Zone>>,
        present: &[Subnet],
        subnets: &[Option<Subnet>],
    ) -> Faults {
        let mut faults = Faults::new();
        let mut used: Vec<Zone> = present.iter().map(|subnet| subnet.zone()).collect();
        for subnet in subnets {
            let Some(subnet) = subnet.filter(|subnet| subnet.account == vpc.account) else {
                faults.insert(Fault::SubnetNotFound);
                continue;
            };
            if subnet.vpc() != vpc || zones.is_some_and(|zones| !zones.contains(&subnet.zone())) {
                faults.insert(Fault::BadParameter);
            }
            if used.contains(&subnet.zone()) {
                faults.insert(Fault::SameZone);
            }
            used.push(subnet.zone());
            if self.free_addresses(subnet) == 0 {
                faults.insert(Fault::SubnetFull);
            }
        }
        faults
    }

    fn modify_endpoint(
        &mut self,
        caller: Account,
        reference: Reference,
        change: &Change<Option<Subnet>>,
    ) -> Faults {
        let Some(label) = self.own_endpoint(caller, reference) else {
            return [Fault::EndpointNotFound].into();
        };
        self.touched.insert(label);
        let endpoint = &self.endpoints[&label];
        let present: Vec<Option<Subnet>> = endpoint.subnets.iter().copied().map(Some).collect();
        let (add, remove) = change.difference(&present);
        if add.is_empty() && remove.is_empty() {
            return Faults::new();
        }
        let mut faults = Faults::new();
        if endpoint.is_gateway() {
            faults.insert(Fault::BadParameter);
        }
        let next = match endpoint.modified(self.now) {
            Ok(next) => next,
            Err(fault) => {
                faults.insert(fault);
                endpoint.life
            }
        };
        if remove.iter().any(|subnet| !present.contains(subnet)) {
            faults.insert(Fault::BadParameter);
        }
        let kept = present.iter().filter(|subnet| !remove.contains(subnet));
        let mut subnets: Vec<Subnet> = kept.copied().flatten().collect();
        let zones = self.target_zones(endpoint.target);
        faults.extend(self.subnet_faults(endpoint.vpc, Some(&zones), &subnets, &add));
        if faults.is_empty()
            && let Some(endpoint) = self.endpoints.get_mut(&label)
        {
            subnets.extend(add.into_iter().flatten());
            endpoint.subnets = subnets.into_iter().collect();
            endpoint.life = next;
        }
        faults
    }

    fn own_endpoint_mut(&mut self, caller: Account, reference: Reference) -> Option<&mut Endpoint> {
        let label = self.own_endpoint(caller, reference)?;
        self.touched.insert(label);
        self.endpoints.get_mut(&label)
    }

    /// Tags can be changed in every state, and change no state.
    fn tag_endpoint(&mut self, caller: Account, reference: Reference, value: u8) -> Faults {
        match self.own_endpoint_mut(caller, reference) {
            None => [Fault::EndpointNotFound].into(),
            Some(endpoint) => {
                endpoint.tag = Some(value);
                Faults::new()
            }
        }
    }

    fn delete_endpoints(&mut self, caller: Account, references: &[Reference]) -> Vec<Faults> {
        let mut items = Vec::new();
        for reference in references {
            let mut faults = Faults::new();
            let until = self.now + DELETING_SECONDS;
            match self.own_endpoint_mut(caller, *reference) {
                None => drop(faults.insert(Fault::EndpointNotFound)),
                Some(endpoint) => match endpoint.life {
                    Life::Deleting { .. } => {}
                    Life::Deleted { .. } | Life::Gone => {
                        faults.insert(Fault::EndpointNotFound);
                    }
                    Life::PendingAcceptance { .. }
                    | Life::Pending { .. }
                    | Life::Available
                    | Life::Rejected
                    | Life::Expired => {
                        // What leads to it ends at once; its interfaces are taken down later.
                        endpoint.life = Life::Deleting { until };
                        endpoint.tables.clear();
                        endpoint.domain = None;
                    }
                },
            }
            items.push(faults);
        }
        items
    }
}

/// Private DNS is what AWS's services with names have unless told otherwise.
fn wants_private_dns(request: &CreateEndpoint) -> bool {
    let usual = request.service == Wanted::Aws(AwsService::Monitoring);
    request.private_dns.unwrap_or(usual)
}

/// Whether two requests ask for the same.
fn same(one: &CreateEndpoint, other: &CreateEndpoint) -> bool {
    let other = CreateEndpoint {
        label: one.label,
        ..other.clone()
    };
    *one == other
}

/// Whether an endpoint counts against its VPC's quota: until it is deleted.
const fn counts(life: Life) -> bool {
    match life {
        Life::PendingAcceptance { .. }
        | Life::Pending { .. }
        | Life::Available
        | Life::Rejected
        | Life::Expired
        | Life::Deleting { .. } => true,
        Life::Deleted { .. } | Life::Gone => false,
    }
}
