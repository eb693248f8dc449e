//! The stage before the first step, made once; each case plays on a copy of its database.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use privlink::app::Settings;
use privlink::domain::clock::Timestamp;
use privlink::domain::connection::ConnectionTiming;
use privlink::domain::quota::Quotas;
use privlink::store::Location;
use privlink::{ManualClock, Sandbox, SandboxOptions};
use reqwest::Method;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::cast::{Account, AwsService, Balancer, Name, Place, Subnet, Table, Vpc, load_balancers};
use crate::reference::{
    ACCEPTANCE_SECONDS, DELETED_SECONDS, DELETING_SECONDS, ENDPOINTS_PER_VPC, GATEWAYS_PER_ACCOUNT,
    PENDING_SECONDS, VERIFICATION_SECONDS,
};

use super::wire::{Wire, text};

/// 2026-11-22T10:00:00Z
pub(crate) const START_SECONDS: i64 = 1_795_341_600;

/// A database with everybody's networks and load balancers, and what they are called in it.
pub(crate) struct Stage {
    folder: TempDir,
    pub(crate) vpcs: HashMap<Vpc, String>,
    pub(crate) subnets: HashMap<Subnet, String>,
    pub(crate) balancers: HashMap<Balancer, String>,
    pub(crate) tables: HashMap<Table, String>,
    pub(crate) prefix_lists: HashMap<AwsService, String>,
}

impl Stage {
    pub(crate) async fn build() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut stage = Self {
            folder,
            vpcs: HashMap::new(),
            subnets: HashMap::new(),
            balancers: HashMap::new(),
            tables: HashMap::new(),
            prefix_lists: HashMap::new(),
        };
        let sandbox = start(stage.folder.path(), &clock()).await;
        let wire = Wire::to(sandbox.url());
        for account in Account::ALL {
            stage.settle_in(&wire, account).await;
        }
        for service in AwsService::OF_GATEWAYS {
            let parameters = [
                ("Filter.1.Name".to_owned(), "prefix-list-name".to_owned()),
                ("Filter.1.Value.1".to_owned(), service.name().to_owned()),
            ];
            let key = Account::Stranger.number();
            let answer = wire.ec2(key, "DescribePrefixLists", &parameters).await;
            let lists = answer.list(("items", "prefixListSet"));
            let id = text(&lists.first().expect("a prefix list")["prefixListId"]);
            stage.prefix_lists.insert(service, id);
        }
        sandbox.stop().await.expect("the server stops");
        stage
    }

    /// Gives an account its networks and load balancers.
    async fn settle_in(&mut self, wire: &Wire, account: Account) {
        for (spare, block) in [(false, "10.0.0.0/16"), (true, "10.1.0.0/16")] {
            let body = json!({"cidrBlock": block});
            let id = create(wire, account, "/v1/vpcs", "vpcId", body).await;
            let vpc = Vpc { account, spare };
            if !spare {
                let body = Some(json!({"enableDnsHostnames": true}));
                let (path, key) = (format!("/v1/vpcs/{id}"), account.number());
                let answer = wire.rest(key, Method::PATCH, &path, body, None).await;
                answer.done();
            }
            self.lay_tables(wire, vpc, &id).await;
            self.vpcs.insert(vpc, id);
        }
        for (index, place) in Place::ALL.into_iter().enumerate() {
            let subnet = Subnet { account, place };
            let network = if subnet.vpc().spare { "10.1" } else { "10.0" };
            let body = json!({
                "vpcId": self.vpcs[&subnet.vpc()],
                "cidrBlock": format!("{network}.{index}.0/28"),
                "availabilityZone": subnet.zone().name(),
            });
            let id = create(wire, account, "/v1/subnets", "subnetId", body).await;
            self.subnets.insert(subnet, id);
        }
        for (text, places) in load_balancers(account) {
            let subnets = places.into_iter();
            let subnets = subnets.map(|place| self.subnets[&Subnet { account, place }].clone());
            let subnets: Vec<String> = subnets.collect();
            let body =
                json!({"name": text, "type": "network", "scheme": "internal", "subnets": subnets});
            let path = "/v1/load-balancers";
            let arn = create(wire, account, path, "loadBalancerArn", body).await;
            if let Some(name) = Name::ALL.into_iter().find(|name| name.text() == text) {
                self.balancers.insert(Balancer { account, name }, arn);
            }
        }
    }

    /// Finds the VPC's main route table, and makes another.
    async fn lay_tables(&mut self, wire: &Wire, vpc: Vpc, id: &str) {
        let path = format!("/v1/route-tables?filter[vpc-id]={id}");
        let key = vpc.account.number();
        let found = wire.rest(key, Method::GET, &path, None, None).await;
        let found = found.list(("items", "routeTableSet"));
        let main = text(&found.first().expect("a main table")["routeTableId"]);
        let body = json!({"vpcId": id});
        let path = "/v1/route-tables";
        let another = create(wire, vpc.account, path, "routeTableId", body).await;
        self.tables.insert(Table { vpc, main: true }, main);
        self.tables.insert(Table { vpc, main: false }, another);
    }

    /// A copy of the database.
    pub(crate) fn copy(&self) -> TempDir {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for file in std::fs::read_dir(self.folder.path()).expect("the folder can be listed") {
            let file = file.expect("a file");
            let copy = folder.path().join(file.file_name());
            std::fs::copy(file.path(), copy).expect("the file can be copied");
        }
        folder
    }
}

async fn create(wire: &Wire, account: Account, path: &str, id: &str, body: Value) -> String {
    let key = account.number();
    let answer = wire.rest(key, Method::POST, path, Some(body), None).await;
    text(&answer.done()[id])
}

/// The clock at the beginning.
pub(crate) fn clock() -> Arc<ManualClock> {
    ManualClock::at(Timestamp::from_micros(START_SECONDS * 1_000_000))
}

/// A server on the database in the folder.
pub(crate) async fn start(folder: &Path, clock: &Arc<ManualClock>) -> Sandbox {
    let timing = ConnectionTiming {
        pending_seconds: PENDING_SECONDS.into(),
        deleting_seconds: DELETING_SECONDS.into(),
        deleted_seconds: DELETED_SECONDS.into(),
        acceptance_seconds: ACCEPTANCE_SECONDS.into(),
        verification_seconds: VERIFICATION_SECONDS.into(),
    };
    let number = |number| u32::try_from(number).expect("a small number");
    let quotas = Quotas {
        interface_endpoints_per_vpc: number(ENDPOINTS_PER_VPC),
        gateway_endpoints_per_region: number(GATEWAYS_PER_ACCOUNT),
        ..Quotas::default()
    };
    let options = SandboxOptions {
        location: Location::File(folder.join("privlink.db")),
        clock: clock.clone(),
        settings: Settings {
            timing,
            quotas,
            ..Settings::default()
        },
        ..SandboxOptions::default()
    };
    Sandbox::start(options).await.expect("the server starts")
}
