//! What providers do.

use crate::cast::{Account, Balancer};
use crate::fault::{Expected, Fault, Faults};
use crate::step::{Change, Decision, Label, Reference, Step};

use super::{Life, PENDING_SECONDS, Service, Target, World};

impl World {
    pub(super) fn provide(&mut self, step: &Step) -> Expected {
        match step {
            Step::CreateService {
                label,
                caller,
                balancer,
                acceptance,
                ..
            } => {
                let acceptance = acceptance.unwrap_or(true);
                Expected::One(self.create_service(*label, *caller, *balancer, acceptance))
            }
            Step::ModifyService {
                caller,
                service,
                acceptance,
                balancers,
            } => Expected::One(self.modify_service(*caller, *service, *acceptance, balancers)),
            Step::DeleteServices {
                caller, services, ..
            } => Expected::Each(self.delete_services(*caller, services)),
            Step::Decide {
                caller,
                decision,
                service,
                endpoints,
                ..
            } => self.decide(*caller, *decision, *service, endpoints),
            Step::Permit { .. } | Step::Forbid { .. } => {
                Expected::One(self.change_permission(step))
            }
            other => Expected::One(self.name_or_pay(other)),
        }
    }

    fn change_permission(&mut self, step: &Step) -> Faults {
        let (Step::Permit {
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
        }) = step
        else {
            unreachable!("no change of a permission: {step:?}");
        };
        let mut faults = Faults::new();
        if !principal.is_valid() {
            faults.insert(Fault::BadPrincipal);
        }
        match self.own_service_mut(*caller, *service) {
            None => drop(faults.insert(Fault::ServiceNotFound)),
            Some(_) if !faults.is_empty() => {}
            Some(service) => {
                if matches!(step, Step::Permit { .. }) {
                    service.principals.insert(*principal);
                } else {
                    service.principals.remove(principal);
                }
            }
        }
        faults
    }

    fn name_or_pay(&mut self, step: &Step) -> Faults {
        match step {
            Step::NameService {
                caller,
                service,
                domain,
                ..
            } => self.name_service(*caller, *service, *domain),
            Step::ProveName { service, publish } => {
                self.prove_name(*service, *publish);
                Faults::new()
            }
            Step::VerifyName {
                caller, service, ..
            } => self.verify_name(*caller, *service),
            Step::PayForEndpoints {
                caller, service, ..
            } => match self.own_service_mut(*caller, *service) {
                None => [Fault::ServiceNotFound].into(),
                Some(service) => {
                    service.pays = true;
                    Faults::new()
                }
            },
            other => unreachable!("no step of a provider: {other:?}"),
        }
    }

    pub(super) fn own_service_mut(
        &mut self,
        caller: Account,
        reference: Reference,
    ) -> Option<&mut Service> {
        let label = self.own_service(caller, reference)?;
        self.services.get_mut(&label)
    }

    fn create_service(
        &mut self,
        label: Label,
        caller: Account,
        balancer: Balancer,
        acceptance: bool,
    ) -> Faults {
        let faults = self.balancer_faults(caller, None, &[balancer]);
        if faults.is_empty() {
            let service = Service {
                owner: caller,
                exists: true,
                acceptance,
                balancers: [balancer].into(),
                principals: [].into(),
                private_name: None,
                pays: false,
            };
            self.services.insert(label, service);
        }
        faults
    }

    /// What is wrong with putting these load balancers behind the service.
    fn balancer_faults(
        &self,
        caller: Account,
        service: Option<Label>,
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
        let Some(label) = self.own_service(caller, reference) else {
            return [Fault::ServiceNotFound].into();
        };
        let mut balancers = self.services[&label].balancers.clone();
        let present: Vec<Balancer> = balancers.iter().copied().collect();
        let (add, remove) = change.difference(&present);
        let mut faults = self.balancer_faults(caller, Some(label), &add);
        if !remove.is_empty() && self.has_live_connections(label) {
            faults.insert(Fault::ExistingConnections);
        }
        if remove.iter().any(|balancer| !present.contains(balancer)) {
            faults.insert(Fault::BadParameter);
        }
        balancers.retain(|balancer| !remove.contains(balancer));
        balancers.extend(add);
        if balancers.is_empty() {
            faults.insert(Fault::BadParameter);
        }
        if faults.is_empty()
            && let Some(service) = self.services.get_mut(&label)
        {
            service.balancers = balancers;
            service.acceptance = acceptance.unwrap_or(service.acceptance);
        }
        faults
    }

    fn delete_services(&mut self, caller: Account, references: &[Reference]) -> Vec<Faults> {
        let mut items = Vec::new();
        for reference in references {
            let mut faults = Faults::new();
            let held = reference.is_some_and(|label| self.has_live_connections(label));
            match self.own_service_mut(caller, *reference) {
                None => drop(faults.insert(Fault::ServiceNotFound)),
                Some(_) if held => drop(faults.insert(Fault::ExistingConnections)),
                Some(service) => {
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
                Some(label) => self.decide_one(decision, service, label),
            });
        Expected::Each(decided.collect())
    }

    /// The endpoint, if it exists and is one of the service's.
    fn connected(&self, service: Label, reference: Reference) -> Option<Label> {
        reference.filter(|label| {
            let endpoint = self.endpoints.get(label);
            let wanted = Target::Customers(service);
            endpoint.is_some_and(|one| one.life != Life::Gone && one.target == wanted)
        })
    }

    fn decide_one(&mut self, decision: Decision, service: Label, label: Label) -> Faults {
        self.touched.insert(label);
        let offered = self.zones(service);
        let Some(endpoint) = self.endpoints.get_mut(&label) else {
            return [Fault::EndpointNotFound].into();
        };
        let pending = Life::Pending {
            until: self.now + PENDING_SECONDS,
        };
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
                endpoint.life = next;
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
