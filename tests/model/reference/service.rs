//! What providers do.

use crate::cast::{Account, Balancer};
use crate::fault::{Expected, Fault, Faults};
use crate::step::{Change, Decision, Reference, Step};

use super::{Life, PENDING_SECONDS, Service, World};

impl World {
    pub(super) fn provide(&mut self, step: &Step) -> Expected {
        match step {
            Step::CreateService {
                caller,
                balancer,
                acceptance,
                ..
            } => Expected::One(self.create_service(*caller, *balancer, acceptance.unwrap_or(true))),
            Step::ModifyService {
                caller,
                service,
                acceptance,
                balancers,
            } => Expected::One(self.modify_service(*caller, *service, *acceptance, balancers)),
            Step::DeleteServices {
                caller, services, ..
            } => Expected::Each(self.delete_services(*caller, services)),
            Step::Permit {
                caller,
                service,
                principal,
                ..
            }
            | Step::Forbid {
                caller,
                service,
                principal,
                ..
            } => {
                let mut faults = Faults::new();
                if !principal.is_valid() {
                    faults.insert(Fault::BadPrincipal);
                }
                match self.own_service(*caller, *service) {
                    None => drop(faults.insert(Fault::ServiceNotFound)),
                    Some(_) if !faults.is_empty() => {}
                    Some(index) => {
                        let principals = &mut self.services[index].principals;
                        if matches!(step, Step::Permit { .. }) {
                            principals.insert(*principal);
                        } else {
                            principals.remove(principal);
                        }
                    }
                }
                Expected::One(faults)
            }
            Step::Decide {
                caller,
                decision,
                service,
                endpoints,
                ..
            } => self.decide(*caller, *decision, *service, endpoints),
            _ => unreachable!("no step of a provider: {step:?}"),
        }
    }

    fn create_service(&mut self, caller: Account, balancer: Balancer, acceptance: bool) -> Faults {
        let faults = self.balancer_faults(caller, None, &[balancer]);
        if faults.is_empty() {
            self.services.push(Service {
                owner: caller,
                exists: true,
                acceptance,
                balancers: [balancer].into(),
                principals: [].into(),
            });
        }
        faults
    }

    /// What is wrong with putting these load balancers behind the service.
    fn balancer_faults(
        &self,
        caller: Account,
        service: Option<usize>,
        balancers: &[Balancer],
    ) -> Faults {
        let mut faults = Faults::new();
        for balancer in balancers {
            if balancer.account != caller {
                faults.insert(Fault::BalancerNotFound);
            } else if self
                .service_of(*balancer)
                .is_some_and(|user| Some(user) != service)
            {
                faults.insert(Fault::BadParameter);
            }
        }
        faults
    }

    fn modify_service(
        &mut self,
        caller: Account,
        reference: Reference,
        acceptance: Option<bool>,
        change: &Change<Balancer>,
    ) -> Faults {
        let Some(index) = self.own_service(caller, reference) else {
            return [Fault::ServiceNotFound].into();
        };
        let present: Vec<Balancer> = self.services[index].balancers.iter().copied().collect();
        let (add, remove) = change.difference(&present);
        let mut faults = self.balancer_faults(caller, Some(index), &add);
        if !remove.is_empty() && self.has_live_connections(index) {
            faults.insert(Fault::ExistingConnections);
        }
        if remove.iter().any(|balancer| !present.contains(balancer)) {
            faults.insert(Fault::BadParameter);
        }
        let mut balancers = self.services[index].balancers.clone();
        balancers.retain(|balancer| !remove.contains(balancer));
        balancers.extend(add);
        if balancers.is_empty() {
            faults.insert(Fault::BadParameter);
        }
        if faults.is_empty() {
            let service = &mut self.services[index];
            service.balancers = balancers;
            service.acceptance = acceptance.unwrap_or(service.acceptance);
        }
        faults
    }

    fn delete_services(&mut self, caller: Account, references: &[Reference]) -> Vec<Faults> {
        let mut items = Vec::new();
        for reference in references {
            let mut faults = Faults::new();
            match self.own_service(caller, *reference) {
                None => drop(faults.insert(Fault::ServiceNotFound)),
                Some(index) if self.has_live_connections(index) => {
                    faults.insert(Fault::ExistingConnections);
                }
                Some(index) => {
                    let service = &mut self.services[index];
                    service.exists = false;
                    service.balancers.clear();
                    service.principals.clear();
                }
            }
            items.push(faults);
        }
        items
    }

    fn decide(
        &mut self,
        caller: Account,
        decision: Decision,
        reference: Reference,
        endpoints: &[Reference],
    ) -> Expected {
        let Some(service) = self.own_service(caller, reference) else {
            return Expected::One([Fault::ServiceNotFound].into());
        };
        let decided = endpoints
            .iter()
            .map(|endpoint| match self.connected(service, *endpoint) {
                None => [Fault::EndpointNotFound].into(),
                Some(index) => self.decide_one(decision, service, index),
            });
        Expected::Each(decided.collect())
    }

    /// The endpoint, if it exists and is one of the service's.
    fn connected(&self, service: usize, reference: Reference) -> Option<usize> {
        reference.filter(|index| {
            let endpoint = &self.endpoints[*index];
            endpoint.life != Life::Gone && endpoint.service == service
        })
    }

    fn decide_one(&mut self, decision: Decision, service: usize, index: usize) -> Faults {
        self.touched.insert(index);
        let pending = Life::Pending {
            until: self.now + PENDING_SECONDS,
        };
        let endpoint = &self.endpoints[index];
        let offered = self.zones(service);
        // A service that lost a zone while nobody was connected cannot serve an endpoint in that zone.
        let offers = endpoint
            .subnets
            .iter()
            .all(|subnet| offered.contains(&subnet.zone()));
        let next = match (decision, endpoint.life) {
            (_, Life::Expired | Life::Deleting { .. } | Life::Deleted { .. } | Life::Gone) => None,
            (Decision::Accept, Life::PendingAcceptance { .. } | Life::Rejected) => {
                offers.then_some(pending)
            }
            (Decision::Accept, present @ (Life::Pending { .. } | Life::Available)) => Some(present),
            (
                Decision::Reject,
                Life::PendingAcceptance { .. }
                | Life::Pending { .. }
                | Life::Available
                | Life::Rejected,
            ) => Some(Life::Rejected),
        };
        match next {
            None => [Fault::WrongStateToDecide].into(),
            Some(next) => {
                self.endpoints[index].life = next;
                Faults::new()
            }
        }
    }

    pub(super) fn describe_connection(
        &self,
        caller: Account,
        service: Reference,
        endpoint: Reference,
    ) -> Faults {
        match self.own_service(caller, service) {
            None => [Fault::ServiceNotFound].into(),
            Some(service) => match self.connected(service, endpoint) {
                None => [Fault::EndpointNotFound].into(),
                Some(_) => Faults::new(),
            },
        }
    }
}
