//! A server with a clock of the test's own, and the two parties of PrivateLink on it.

use std::collections::BTreeMap;
use std::net::Ipv6Addr;
use std::path::PathBuf;
use std::sync::Arc;

use privlink::app::Settings;
use privlink::domain::clock::Timestamp;
use privlink::domain::connection::ConnectionTiming;
use privlink::domain::quota::Quotas;
use privlink::domain::topic::{Subscriber, TopicArn, TopicSettings};
use privlink::store::Location;
use privlink::{ManualClock, Sandbox, SandboxOptions};
use serde_json::{Value, json};
use sqlx::AssertSqlSafe;
use sqlx::Connection as _;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use tempfile::TempDir;

use super::names::Names;
use super::query::{Protocol, Query};
use super::rest::Rest;
use super::rest_xml::Route53;

/// Publishes services.
pub(crate) const PROVIDER: &str = "111111111111";
/// Connects to them.
pub(crate) const CONSUMER: &str = "222222222222";
/// Is nobody's business partner.
pub(crate) const STRANGER: &str = "333333333333";

/// 2026-11-22T10:00:00Z
const START_SECONDS: i64 = 1_795_341_600;

/// A running server.
pub(crate) struct World {
    pub(crate) names: Names,
    pub(crate) http: reqwest::Client,
    sandbox: Sandbox,
    clock: Arc<ManualClock>,
    settings: Settings,
    folder: TempDir,
}

/// A VPC with subnets.
pub(crate) struct Network {
    pub(crate) vpc_id: String,
    pub(crate) subnet_ids: Vec<String>,
}

/// What a provider has: a load balancer in two zones and a service in front of it.
pub(crate) struct Publication {
    pub(crate) network: Network,
    pub(crate) load_balancer_arn: String,
    pub(crate) service_id: String,
    pub(crate) service_name: String,
}

impl World {
    /// A server whose transitions are due at once, on a database file.
    pub(crate) async fn start() -> Self {
        Self::with_timing(ConnectionTiming::default()).await
    }

    /// A server on which every transition of the system's own takes ten seconds.
    pub(crate) async fn slow() -> Self {
        Self::with_timing(ConnectionTiming {
            pending_seconds: 10,
            deleting_seconds: 10,
            deleted_seconds: 10,
            ..ConnectionTiming::default()
        })
        .await
    }

    /// A server on the database in this folder.
    pub(crate) async fn on(folder: TempDir) -> Self {
        let location = Location::File(folder.path().join("privlink.db"));
        Self::at(location, folder, Settings::default()).await
    }

    /// A server on a database file.
    pub(crate) async fn with_timing(timing: ConnectionTiming) -> Self {
        Self::with(Settings {
            timing,
            ..Settings::default()
        })
        .await
    }

    /// A server on a database file, on which nobody may have more endpoints than this.
    pub(crate) async fn with_quotas(quotas: Quotas) -> Self {
        Self::with(Settings {
            quotas,
            ..Settings::default()
        })
        .await
    }

    /// A server on a database file that allows files as subscribers, and has these topics in its configuration.
    pub(crate) async fn with_topics(configured: &[(&str, &[&str])]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let location = Location::File(folder.path().join("privlink.db"));
        let topic = |(arn, subscribers): &(&str, &[&str])| {
            let arn = TopicArn::parse("TopicArn", arn).expect("an ARN");
            let subscribers = subscribers.iter().map(|it| Subscriber::configured(it));
            (
                arn,
                subscribers.collect::<Result<_, _>>().expect("subscribers"),
            )
        };
        let topics = TopicSettings {
            directory: Some(folder.path().join("topics")),
            configured: configured.iter().map(topic).collect(),
        };
        let settings = Settings {
            topics,
            ..Settings::default()
        };
        Self::at(location, folder, settings).await
    }

    /// The lines of a file among an account's subscribers; none if there is no such file.
    pub(crate) fn lines(&self, account: &str, file: &str) -> Vec<Value> {
        let path = self.folder.path().join("topics").join(account).join(file);
        let lines = std::fs::read_to_string(path).unwrap_or_default();
        let parse = |line| serde_json::from_str(line).expect("a line is JSON");
        lines.lines().map(parse).collect()
    }

    async fn with(settings: Settings) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let location = Location::File(folder.path().join("privlink.db"));
        Self::at(location, folder, settings).await
    }

    /// A server that has nothing but memory.
    pub(crate) async fn in_memory() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        Self::at(Location::Memory, folder, Settings::default()).await
    }

    async fn at(location: Location, folder: TempDir, settings: Settings) -> Self {
        let clock = ManualClock::at(Timestamp::from_micros(START_SECONDS * 1_000_000));
        let sandbox = start(location, clock.clone(), settings.clone()).await;
        Self {
            names: Names::default(),
            http: client(),
            sandbox,
            clock,
            settings,
            folder,
        }
    }

    /// The same server after a stop of this many seconds, on the same database file.
    pub(crate) async fn restart(mut self, timing: ConnectionTiming, seconds: i64) -> Self {
        self.sandbox.stop().await.expect("the server stops");
        self.clock.advance_seconds(seconds);
        let location = Location::File(self.folder.path().join("privlink.db"));
        self.settings.timing = timing;
        self.sandbox = start(location, self.clock.clone(), self.settings.clone()).await;
        self
    }

    pub(crate) fn url(&self) -> String {
        self.sandbox.url()
    }

    /// The account over REST, in us-east-1.
    pub(crate) fn rest(&self, account: &'static str) -> Rest<'_> {
        Rest::new(self, account)
    }

    /// The account over EC2, in us-east-1.
    pub(crate) fn ec2<'w>(&'w self, account: &'w str) -> Query<'w> {
        Query::new(self, account, &Protocol::EC2)
    }

    /// The account over ELBv2, in us-east-1.
    pub(crate) fn elb<'w>(&'w self, account: &'w str) -> Query<'w> {
        Query::new(self, account, &Protocol::ELB)
    }

    /// The account over SNS, in us-east-1.
    pub(crate) fn sns<'w>(&'w self, account: &'w str) -> Query<'w> {
        Query::new(self, account, &Protocol::SNS)
    }

    /// The account over STS, in us-east-1.
    pub(crate) fn sts<'w>(&'w self, account: &'w str) -> Query<'w> {
        Query::new(self, account, &Protocol::STS)
    }

    /// The account over Route 53.
    pub(crate) fn route53<'w>(&'w self, account: &'w str) -> Route53<'w> {
        Route53::new(self, account)
    }

    /// The account over a service, in us-east-1.
    pub(crate) fn query<'w>(&'w self, account: &'w str, protocol: &'static Protocol) -> Query<'w> {
        Query::new(self, account, protocol)
    }

    /// Lets time pass while the background work rests.
    pub(crate) fn clock_only(&self, seconds: i64) {
        self.clock.advance_seconds(seconds);
    }

    /// Lets the background work do what is due now.
    pub(crate) async fn settle(&self) {
        self.sandbox
            .settle()
            .await
            .expect("the background work succeeds");
    }

    /// Lets time pass, and the background work do what is due then.
    pub(crate) async fn pass(&self, seconds: i64) {
        self.settle().await;
        self.clock.advance_seconds(seconds);
        self.settle().await;
    }

    /// The text of an answer with every random part replaced.
    pub(crate) fn shown(&self, answer: &impl ToString) -> String {
        self.names.replace(&answer.to_string())
    }

    /// Every row of every table: two equal ones mean that nothing at all was changed in between.
    pub(crate) async fn rows(&self) -> Rows {
        self.settle().await;
        rows(&self.database()).await
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.folder.path().join("privlink.db")
    }

    /// A VPC 10.0.0.0/16 with a /24 in each of these zones.
    pub(crate) async fn network(&self, account: &'static str, zones: &[&str]) -> Network {
        let rest = self.rest(account);
        let vpc = rest
            .create("/v1/vpcs", json!({"cidrBlock": "10.0.0.0/16"}))
            .await;
        let vpc_id = text(&vpc["vpcId"]);
        let mut subnet_ids = Vec::new();
        for (index, zone) in zones.iter().enumerate() {
            let body = json!({
                "vpcId": vpc_id,
                "cidrBlock": format!("10.0.{index}.0/24"),
                "availabilityZone": zone,
            });
            subnet_ids.push(text(&rest.create("/v1/subnets", body).await["subnetId"]));
        }
        Network { vpc_id, subnet_ids }
    }

    /// A network load balancer in these subnets.
    pub(crate) async fn load_balancer(
        &self,
        account: &'static str,
        name: &str,
        subnet_ids: &[String],
    ) -> String {
        let body =
            json!({"name": name, "type": "network", "scheme": "internal", "subnets": subnet_ids});
        let created = self.rest(account).create("/v1/load-balancers", body).await;
        text(&created["loadBalancerArn"])
    }

    /// The provider's service in us-east-1a and us-east-1b, which the consumer may connect to if the provider accepts.
    pub(crate) async fn publish(&self) -> Publication {
        self.publish_with(json!({})).await
    }

    /// The same with other members in the request.
    pub(crate) async fn publish_with(&self, members: Value) -> Publication {
        let network = self.network(PROVIDER, &["us-east-1a", "us-east-1b"]).await;
        let load_balancer_arn = self
            .load_balancer(PROVIDER, "orders", &network.subnet_ids)
            .await;
        let mut body = json!({"networkLoadBalancerArns": [load_balancer_arn]});
        for (name, value) in members.as_object().expect("members") {
            body[name] = value.clone();
        }
        let rest = self.rest(PROVIDER);
        let service = rest.create("/v1/endpoint-services", body).await;
        let service_id = text(&service["serviceId"]);
        let principal = json!({"principal": format!("arn:aws:iam::{CONSUMER}:root")});
        rest.create(
            &format!("/v1/endpoint-services/{service_id}/permissions"),
            principal,
        )
        .await;
        Publication {
            network,
            load_balancer_arn,
            service_name: text(&service["serviceName"]),
            service_id,
        }
    }

    /// The consumer's network, with the provider's addresses and zones.
    pub(crate) async fn consume(&self) -> Network {
        self.network(CONSUMER, &["us-east-1a", "us-east-1b"]).await
    }

    /// The consumer's endpoint in both subnets; returns its id.
    pub(crate) async fn connect(&self, to: &Publication, from: &Network) -> String {
        let body = json!({
            "vpcId": from.vpc_id,
            "serviceName": to.service_name,
            "subnetIds": from.subnet_ids,
        });
        let endpoint = self.rest(CONSUMER).create("/v1/endpoints", body).await;
        text(&endpoint["vpcEndpointId"])
    }

    /// The state of an endpoint as its owner sees it; `gone` if it does not exist.
    pub(crate) async fn state(&self, endpoint_id: &str) -> String {
        let reply = self
            .rest(CONSUMER)
            .get(&format!("/v1/endpoints/{endpoint_id}"))
            .await;
        match reply.status {
            404 => "gone".to_owned(),
            _ => text(&reply.expect(200)["state"]),
        }
    }
}

async fn start(location: Location, clock: Arc<ManualClock>, settings: Settings) -> Sandbox {
    let options = SandboxOptions {
        location,
        clock,
        settings,
        ..SandboxOptions::default()
    };
    Sandbox::start(options).await.expect("the server starts")
}

/// The IPv6 network of a subnet, by number, in a VPC with the IPv6 network `block`.
pub(crate) fn ipv6_subnet(block: &str, number: u16) -> String {
    let (address, _) = block.split_once('/').expect("a network has a length");
    let address: Ipv6Addr = address.parse().expect("an IPv6 address");
    let mut segments = address.segments();
    segments[3] += number;
    format!("{}/64", Ipv6Addr::from(segments))
}

/// A client that goes straight to the server.
pub(crate) fn client() -> reqwest::Client {
    reqwest::Client::builder()
        .no_proxy()
        .build()
        .expect("a client can be built")
}

/// The text of a JSON string.
pub(crate) fn text(value: &Value) -> String {
    value
        .as_str()
        .unwrap_or_else(|| panic!("expected a text, found {value}"))
        .to_owned()
}

/// Rows as JSON arrays of their columns, by table.
pub(crate) type Rows = BTreeMap<String, Vec<String>>;

/// Opens a database beside the server, only to look.
pub(crate) async fn open(database: &std::path::Path) -> SqliteConnection {
    let options = SqliteConnectOptions::new()
        .filename(database)
        .read_only(true);
    SqliteConnection::connect_with(&options)
        .await
        .expect("the database can be opened beside the server")
}

/// Every row of every table.
pub(crate) async fn rows(database: &std::path::Path) -> Rows {
    let mut connection = open(database).await;
    let tables: Vec<String> = sqlx::query_scalar(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '\\_%' ESCAPE '\\'",
    )
    .fetch_all(&mut connection)
    .await
    .expect("the tables can be listed");
    let mut rows = Rows::new();
    for table in tables {
        let columns: Vec<String> = sqlx::query_scalar("SELECT name FROM pragma_table_info($1)")
            .bind(&table)
            .fetch_all(&mut connection)
            .await
            .expect("the columns can be listed");
        let sql = format!(
            "SELECT json_array({}) FROM {table} ORDER BY 1",
            columns.join(", ")
        );
        let found = sqlx::query_scalar(AssertSqlSafe(sql))
            .fetch_all(&mut connection)
            .await
            .expect("the rows can be read");
        rows.insert(table, found);
    }
    rows
}
