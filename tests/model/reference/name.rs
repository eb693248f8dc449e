//! Private names: of services, and of endpoints that take them over in their VPC.

use crate::cast::{Account, AwsService, Domain, Vpc};
use crate::fault::{Fault, Faults};
use crate::step::{Label, Reference};

use super::VERIFICATION_SECONDS;
use super::{Endpoint, Life, PENDING_SECONDS, PrivateName, Proof, Service, Target, World};

impl Service {
    /// When the proof of its name is no longer waited for.
    pub(super) fn gives_up_at(&self) -> Option<u32> {
        match self.private_name?.proof {
            Proof::Pending { until } if self.exists => Some(until),
            Proof::Pending { .. } | Proof::Verified | Proof::Failed => None,
        }
    }

    /// At the end of the wait a last look is taken.
    pub(super) fn give_up(&mut self, now: u32) {
        let due = self.gives_up_at().is_some_and(|until| until <= now);
        if let Some(name) = self.private_name.as_mut().filter(|_| due) {
            name.proof = if name.published {
                Proof::Verified
            } else {
                Proof::Failed
            };
        }
    }
}

impl Proof {
    /// AWS's word.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Pending { .. } => "pendingVerification",
            Self::Verified => "verified",
            Self::Failed => "failed",
        }
    }
}

impl World {
    /// A new name has to be proved anew; the present one stays as it is.
    pub(super) fn name_service(
        &mut self,
        caller: Account,
        reference: Reference,
        domain: Option<Domain>,
    ) -> Faults {
        let proof = self.proof_pending();
        let Some(service) = self.own_service_mut(caller, reference) else {
            return [Fault::ServiceNotFound].into();
        };
        if service.private_name.map(|name| name.domain) != domain {
            service.private_name = domain.map(|domain| PrivateName {
                domain,
                published: false,
                proof,
            });
        }
        Faults::new()
    }

    fn proof_pending(&self) -> Proof {
        Proof::Pending {
            until: self.now + VERIFICATION_SECONDS,
        }
    }

    pub(super) fn prove_name(&mut self, reference: Reference, publish: bool) {
        let service = reference.and_then(|label| self.services.get_mut(&label));
        let service = service.filter(|service| service.exists);
        if let Some(name) = service.and_then(|service| service.private_name.as_mut()) {
            name.published = publish;
        }
    }

    pub(super) fn verify_name(&mut self, caller: Account, reference: Reference) -> Faults {
        let pending = self.proof_pending();
        let Some(service) = self.own_service_mut(caller, reference) else {
            return [Fault::ServiceNotFound].into();
        };
        match service.private_name.as_mut() {
            None => [Fault::BadParameter].into(),
            Some(name) => {
                name.proof = if name.published {
                    Proof::Verified
                } else {
                    pending
                };
                Faults::new()
            }
        }
    }

    /// What is wrong with taking over the service's name in a VPC, and the domain if there is nothing.
    pub(super) fn takeover(
        &self,
        vpc: Vpc,
        target: Target,
        waits: bool,
    ) -> (Faults, Option<Domain>) {
        let refused = || ([Fault::BadParameter].into(), None);
        let (domain, verified) = match target {
            Target::Aws(AwsService::Monitoring) => (Domain::Monitoring, true),
            Target::Aws(AwsService::S3 | AwsService::DynamoDb) => return refused(),
            Target::Customers(label) => match self.services[&label].private_name {
                Some(name) => (name.domain, name.proof == Proof::Verified),
                None => return refused(),
            },
        };
        let taken = self
            .endpoints
            .values()
            .any(|one| one.vpc == vpc && one.domain == Some(domain));
        // The spare VPC does not resolve names.
        if waits || !verified || vpc.spare || taken {
            return refused();
        }
        (Faults::new(), Some(domain))
    }

    pub(super) fn switch_private_dns(
        &mut self,
        caller: Account,
        reference: Reference,
        on: bool,
    ) -> Faults {
        let Some(label) = self.own_endpoint(caller, reference) else {
            return [Fault::EndpointNotFound].into();
        };
        let endpoint = &self.endpoints[&label];
        let (mut faults, domain) = match endpoint.domain {
            Some(present) if on => (Faults::new(), Some(present)),
            None if on => {
                let waits = matches!(endpoint.life, Life::PendingAcceptance { .. });
                self.takeover(endpoint.vpc, endpoint.target, waits)
            }
            Some(_) | None => (Faults::new(), None),
        };
        let next = match endpoint.modified(self.now) {
            Ok(next) => next,
            Err(fault) => {
                faults.insert(fault);
                endpoint.life
            }
        };
        self.settle_domain(label, &faults, domain, next);
        faults
    }

    fn settle_domain(&mut self, label: Label, faults: &Faults, domain: Option<Domain>, next: Life) {
        self.touched.insert(label);
        if faults.is_empty()
            && let Some(endpoint) = self.endpoints.get_mut(&label)
        {
            endpoint.domain = domain;
            endpoint.life = next;
        }
    }
}

impl Endpoint {
    /// The state after a modification, if there can be one. Only interfaces take time to set up.
    pub(super) const fn modified(&self, now: u32) -> Result<Life, Fault> {
        match self.life {
            Life::Available if self.is_gateway() => Ok(Life::Available),
            Life::Available => Ok(Life::Pending {
                until: now + PENDING_SECONDS,
            }),
            waiting @ (Life::PendingAcceptance { .. } | Life::Pending { .. }) => Ok(waiting),
            Life::Rejected
            | Life::Expired
            | Life::Deleting { .. }
            | Life::Deleted { .. }
            | Life::Gone => Err(Fault::WrongStateToModify),
        }
    }
}
