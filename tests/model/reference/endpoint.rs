//! What consumers do.

use std::collections::BTreeSet;

use crate::cast::{Account, Subnet, Vpc, Zone};
use crate::fault::{Expected, Fault, Faults};
use crate::step::{Change, CreateEndpoint, Reference};

use super::{
    ACCEPTANCE_SECONDS, DELETING_SECONDS, ENDPOINTS_PER_VPC, Endpoint, Life, PENDING_SECONDS, World,
};

impl World {
    pub(super) fn create_endpoint(&mut self, request: &CreateEndpoint) -> Expected {
        let account = request.caller.account;
        let key = request.token.map(|token| (request.api, account, token));
        let known = key.and_then(|key| self.tokens.get(&key));
        let mut faults = self.creation_faults(request);
        match known {
            Some((before, label)) if same(before, request) => return Expected::Again(*label),
            Some(_) => drop(faults.insert(Fault::TokenReused)),
            None => {}
        }
        let (Some(service), Some(vpc), true) = (request.service, request.vpc, faults.is_empty())
        else {
            return Expected::One(faults);
        };
        let life = if self.services[&service].acceptance {
            Life::PendingAcceptance {
                until: self.now + ACCEPTANCE_SECONDS,
            }
        } else {
            Life::Pending {
                until: self.now + PENDING_SECONDS,
            }
        };
        let endpoint = Endpoint {
            owner: account,
            vpc,
            service,
            life,
            subnets: request.subnets.iter().copied().flatten().collect(),
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

    fn creation_faults(&self, request: &CreateEndpoint) -> Faults {
        let mut faults = Faults::new();
        let service = self.visible_service(request.caller, request.service);
        if service.is_none() {
            faults.insert(Fault::ServiceNotVisible);
        }
        if request.gateway || request.private_dns {
            faults.insert(Fault::BadParameter);
        }
        match request
            .vpc
            .filter(|vpc| vpc.account == request.caller.account)
        {
            None => drop(faults.insert(Fault::VpcNotFound)),
            Some(vpc) => {
                let subnets: Vec<Option<Subnet>> = request.subnets.iter().copied().collect();
                let zones = service.map(|service| self.zones(service));
                faults.extend(self.subnet_faults(vpc, zones.as_ref(), &[], &subnets));
                if self.endpoints_of(vpc) >= ENDPOINTS_PER_VPC {
                    faults.insert(Fault::TooManyEndpoints);
                }
            }
        }
        faults
    }

    fn endpoints_of(&self, vpc: Vpc) -> usize {
        let endpoints = self.endpoints.values();
        endpoints
            .filter(|endpoint| endpoint.vpc == vpc && counts(endpoint.life))
            .count()
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

    pub(super) fn modify_endpoint(
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
        let next = match endpoint.life {
            Life::Available => Life::Pending {
                until: self.now + PENDING_SECONDS,
            },
            waiting @ (Life::PendingAcceptance { .. } | Life::Pending { .. }) => waiting,
            over @ (Life::Rejected
            | Life::Expired
            | Life::Deleting { .. }
            | Life::Deleted { .. }
            | Life::Gone) => {
                faults.insert(Fault::WrongStateToModify);
                over
            }
        };
        if remove.iter().any(|subnet| !present.contains(subnet)) {
            faults.insert(Fault::BadParameter);
        }
        let kept = present.iter().filter(|subnet| !remove.contains(subnet));
        let mut subnets: Vec<Subnet> = kept.copied().flatten().collect();
        let zones = self.zones(endpoint.service);
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
    pub(super) fn tag_endpoint(
        &mut self,
        caller: Account,
        reference: Reference,
        value: u8,
    ) -> Faults {
        match self.own_endpoint_mut(caller, reference) {
            None => [Fault::EndpointNotFound].into(),
            Some(endpoint) => {
                endpoint.tag = Some(value);
                Faults::new()
            }
        }
    }

    pub(super) fn delete_endpoints(
        &mut self,
        caller: Account,
        references: &[Reference],
    ) -> Vec<Faults> {
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
                    | Life::Expired => endpoint.life = Life::Deleting { until },
                },
            }
            items.push(faults);
        }
        items
    }
}

/// Whether two requests ask for the same.
fn same(one: &CreateEndpoint, other: &CreateEndpoint) -> bool {
    let other = CreateEndpoint {
        label: one.label,
        ..other.clone()
    };
    *one == other
}

/// Whether an endpoint counts against its VPC's quota: until it is being deleted.
const fn counts(life: Life) -> bool {
    match life {
        Life::PendingAcceptance { .. }
        | Life::Pending { .. }
        | Life::Available
        | Life::Rejected
        | Life::Expired => true,
        Life::Deleting { .. } | Life::Deleted { .. } | Life::Gone => false,
    }
}
