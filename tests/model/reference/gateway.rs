//! Gateway endpoints: a table leads to one of them for each service.

use crate::cast::{Account, AwsService, Table, Vpc};
use crate::fault::{Fault, Faults};
use crate::step::{Change, Reference};

use super::{Endpoint, Target, World};

impl Endpoint {
    pub(super) const fn is_gateway(&self) -> bool {
        matches!(self.target, Target::Aws(service) if service.is_of_gateways())
    }
}

impl World {
    /// Whether the table leads to an endpoint for the service.
    pub(super) fn is_routed(&self, table: Table, service: AwsService) -> bool {
        let mut endpoints = self.endpoints.values();
        endpoints.any(|one| one.target == Target::Aws(service) && one.tables.contains(&table))
    }

    /// What is wrong with leading these tables to an endpoint in the VPC.
    pub(super) fn table_faults(
        &self,
        vpc: Vpc,
        service: Option<AwsService>,
        tables: &[Option<Table>],
    ) -> Faults {
        let mut faults = Faults::new();
        for table in tables {
            let own = table.filter(|table| table.vpc.account == vpc.account);
            match own {
                None => drop(faults.insert(Fault::TableNotFound)),
                Some(table) if table.vpc != vpc => drop(faults.insert(Fault::BadParameter)),
                Some(table) => {
                    if service.is_some_and(|service| self.is_routed(table, service)) {
                        faults.insert(Fault::RouteExists);
                    }
                }
            }
        }
        faults
    }

    pub(super) fn modify_routes(
        &mut self,
        caller: Account,
        reference: Reference,
        change: &Change<Option<Table>>,
    ) -> Faults {
        let Some(label) = self.own_endpoint(caller, reference) else {
            return [Fault::EndpointNotFound].into();
        };
        self.touched.insert(label);
        let endpoint = &self.endpoints[&label];
        let present: Vec<Option<Table>> = endpoint.tables.iter().copied().map(Some).collect();
        let (add, remove) = change.difference(&present);
        if add.is_empty() && remove.is_empty() {
            return Faults::new();
        }
        let mut faults = Faults::new();
        let Target::Aws(service) = endpoint.target else {
            return self.routes_of_no_gateway(endpoint);
        };
        if !service.is_of_gateways() {
            return self.routes_of_no_gateway(endpoint);
        }
        faults.extend(endpoint.modified(self.now).err());
        if remove.iter().any(|table| !present.contains(table)) {
            faults.insert(Fault::BadParameter);
        }
        // What leads to this endpoint already may stay.
        let new: Vec<Option<Table>> = add
            .into_iter()
            .filter(|table| !present.contains(table))
            .collect();
        faults.extend(self.table_faults(endpoint.vpc, Some(service), &new));
        if faults.is_empty()
            && let Some(endpoint) = self.endpoints.get_mut(&label)
        {
            endpoint
                .tables
                .retain(|table| !remove.contains(&Some(*table)));
            endpoint.tables.extend(new.into_iter().flatten());
        }
        faults
    }

    fn routes_of_no_gateway(&self, endpoint: &Endpoint) -> Faults {
        let state = endpoint.modified(self.now).err();
        state.into_iter().chain([Fault::BadParameter]).collect()
    }
}
