//! Documents: how every resource is kept, and how single ones and lists of them are read and written.

use std::borrow::Cow;
use std::ops::{Deref, DerefMut};

use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::sqlite::SqliteRow;

use super::tx::{Tx, column, json};
use crate::domain::dhcp_options::DhcpOptions;
use crate::domain::dns_record::DnsRecord;
use crate::domain::elastic_ip::ElasticIp;
use crate::domain::endpoint::Endpoint;
use crate::domain::endpoint_service::EndpointService;
use crate::domain::error::{Error, Result};
use crate::domain::event::ResourceType;
use crate::domain::hosted_zone::HostedZone;
use crate::domain::id::Id;
use crate::domain::internet_gateway::{EgressOnlyInternetGateway, InternetGateway};
use crate::domain::listener::Listener;
use crate::domain::listener_rule::ListenerRule;
use crate::domain::load_balancer::LoadBalancer;
use crate::domain::managed_prefix_list::ManagedPrefixList;
use crate::domain::nat_gateway::NatGateway;
use crate::domain::network_acl::{NetworkAcl, NetworkAclAssociation};
use crate::domain::network_interface::NetworkInterface;
use crate::domain::network_interface_permission::NetworkInterfacePermission;
use crate::domain::notification::Notification;
use crate::domain::permission::Permission;
use crate::domain::resource_record_set::ResourceRecordSet;
use crate::domain::route::Route;
use crate::domain::route_table::{RouteTable, RouteTableAssociation};
use crate::domain::scope::Scope;
use crate::domain::security_group::SecurityGroup;
use crate::domain::security_group_rule::SecurityGroupRule;
use crate::domain::subnet::Subnet;
use crate::domain::subnet_cidr_reservation::SubnetCidrReservation;
use crate::domain::subscription::Subscription;
use crate::domain::tag::Tag;
use crate::domain::target::Target;
use crate::domain::target_group::TargetGroup;
use crate::domain::topic::Topic;
use crate::domain::vpc::Vpc;

/// A resource that is kept as one JSON document in a table of its own.
pub trait Document: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// The statements of its table.
    const SQL: DocumentSql;
    /// Lists by the value of one filter that a column with an index answers: filter name and statement.
    const HINTS: &'static [(&'static str, &'static str)];
    /// What kind of resource it is.
    const RESOURCE_TYPE: ResourceType;

    /// The identifier.
    fn document_id(&self) -> Cow<'_, str>;
    /// Owner.
    fn scope(&self) -> &Scope;
    /// Tags; none if it cannot have any.
    fn tags(&self) -> &[Tag];
    /// Replaces the tags; nothing happens if it cannot have any.
    fn set_tags(&mut self, tags: Vec<Tag>);
}

/// The statements of a document's table.
///
/// Lists take account, region, the id after which to begin, the number of rows, and for hints the filter's value.
pub struct DocumentSql {
    get: &'static str,
    get_many: &'static str,
    get_anywhere: &'static str,
    list: &'static str,
    list_ids: &'static str,
    count: &'static str,
    insert: &'static str,
    update: &'static str,
    delete: &'static str,
}

macro_rules! list_sql {
    ($table:literal, $condition:literal) => {
        concat!(
            "SELECT version, body FROM ",
            $table,
            " WHERE account = $1 AND region = $2 AND id > $3",
            $condition,
            " ORDER BY id LIMIT $4"
        )
    };
}

macro_rules! document_sql {
    ($table:literal) => {
        DocumentSql {
            get: concat!(
                "SELECT version, body FROM ",
                $table,
                " WHERE id = $1 AND account = $2 AND region = $3"
            ),
            get_many: concat!(
                "SELECT version, body FROM ",
                $table,
                " WHERE id IN (SELECT value FROM json_each($1)) AND account = $2 AND region = $3"
            ),
            get_anywhere: concat!("SELECT version, body FROM ", $table, " WHERE id = $1"),
            list: list_sql!($table, ""),
            list_ids: list_sql!($table, " AND id IN (SELECT value FROM json_each($5))"),
            count: concat!(
                "SELECT COUNT(*) FROM ",
                $table,
                " WHERE account = $1 AND region = $2"
            ),
            insert: concat!(
                "INSERT INTO ",
                $table,
                " (id, version, body) VALUES ($1, 1, $2)"
            ),
            update: concat!(
                "UPDATE ",
                $table,
                " SET body = $1, version = version + 1 WHERE id = $2 AND version = $3"
            ),
            delete: concat!("DELETE FROM ", $table, " WHERE id = $1 AND version = $2"),
        }
    };
}

/// A document as it stands in the database, with the number of its version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, serde::Deserialize)]
pub struct Stored<T> {
    /// Starts at 1 and rises with every change. The entity tag of the REST API.
    pub version: i64,
    /// The document.
    pub value: T,
}

impl<T> Deref for Stored<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> DerefMut for Stored<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}

pub(super) fn stored<T: DeserializeOwned>(row: &SqliteRow) -> Result<Stored<T>> {
    Ok(Stored {
        version: column(row, 0)?,
        value: json(row, 1)?,
    })
}

pub(super) fn all<T: DeserializeOwned>(rows: &[SqliteRow]) -> Result<Vec<Stored<T>>> {
    rows.iter().map(stored).collect()
}

/// A list of texts as the JSON array that `json_each` takes apart.
pub(super) fn json_array<S: AsRef<str>>(texts: &[S]) -> String {
    let texts: Vec<&str> = texts.iter().map(AsRef::as_ref).collect();
    serde_json::Value::from(texts).to_string()
}

impl Tx {
    /// The document with this id, if it is in `scope`.
    pub async fn get<T: Document>(&mut self, scope: &Scope, id: &str) -> Result<Option<Stored<T>>> {
        let values = [
            id.into(),
            scope.account.as_str().into(),
            scope.region.as_str().into(),
        ];
        self.row(T::SQL.get, &values)
            .await?
            .as_ref()
            .map(stored)
            .transpose()
    }

    /// The documents with these ids that are in `scope`, in no order.
    pub async fn get_many<T: Document>(
        &mut self,
        scope: &Scope,
        ids: &[impl AsRef<str>],
    ) -> Result<Vec<Stored<T>>> {
        let ids = json_array(ids);
        let values = [
            ids.as_str().into(),
            scope.account.as_str().into(),
            scope.region.as_str().into(),
        ];
        all(&self.rows(T::SQL.get_many, &values).await?)
    }

    /// The document with this id, whoever owns it. For the two-party rules, which check themselves who may see it.
    pub async fn get_anywhere<T: Document>(&mut self, id: &str) -> Result<Option<Stored<T>>> {
        self.row(T::SQL.get_anywhere, &[id.into()])
            .await?
            .as_ref()
            .map(stored)
            .transpose()
    }

    /// The next `limit` documents of `scope` after the id `after`, in order of id.
    ///
    /// `hint` names a filter of [`Document::HINTS`] and its value, and leaves out rows that cannot pass it.
    pub async fn list<T: Document>(
        &mut self,
        scope: &Scope,
        after: &str,
        limit: i64,
        hint: Option<(&str, &str)>,
    ) -> Result<Vec<Stored<T>>> {
        let start = [
            scope.account.as_str().into(),
            scope.region.as_str().into(),
            after.into(),
            limit.into(),
        ];
        let rows = match hint.and_then(|(name, value)| Some((hint_sql::<T>(name)?, value))) {
            Some((sql, value)) => {
                let mut values = start.to_vec();
                values.push(value.into());
                self.rows(sql, &values).await?
            }
            None => self.rows(T::SQL.list, &start).await?,
        };
        all(&rows)
    }

    /// The next `limit` of the documents with these ids that are in `scope`, after the id `after`, in order of id.
    pub async fn list_ids<T: Document>(
        &mut self,
        scope: &Scope,
        ids: &[String],
        after: &str,
        limit: i64,
    ) -> Result<Vec<Stored<T>>> {
        let ids = json_array(ids);
        let values = [
            scope.account.as_str().into(),
            scope.region.as_str().into(),
            after.into(),
            limit.into(),
            ids.as_str().into(),
        ];
        all(&self.rows(T::SQL.list_ids, &values).await?)
    }

    /// Documents that a statement of a noun's own selects.
    pub(super) async fn select<T: Document>(
        &mut self,
        sql: &'static str,
        values: &[super::tx::Value<'_>],
    ) -> Result<Vec<Stored<T>>> {
        all(&self.rows(sql, values).await?)
    }

    /// How many documents are in `scope`.
    pub async fn count<T: Document>(&mut self, scope: &Scope) -> Result<i64> {
        self.number(
            T::SQL.count,
            &[scope.account.as_str().into(), scope.region.as_str().into()],
        )
        .await
    }

    /// How many documents of each kind are in `scope`, in the order of their definition; kinds without any are left out.
    pub async fn count_all(&mut self, scope: &Scope) -> Result<Vec<(ResourceType, i64)>> {
        let values = [scope.account.as_str().into(), scope.region.as_str().into()];
        let rows = self.rows(COUNT_ALL, &values).await?;
        let mut counts = Vec::new();
        for row in &rows {
            let table: String = column(row, 0)?;
            let kind = KINDS.iter().find(|(name, _)| *name == table);
            let number: i64 = column(row, 1)?;
            if let Some((_, kind)) = kind
                && number > 0
            {
                counts.push((*kind, number));
            }
        }
        Ok(counts)
    }

    /// Adds a document.
    pub async fn insert<T: Document>(&mut self, value: T) -> Result<Stored<T>> {
        let body = serde_json::to_string(&value).map_err(Error::internal)?;
        self.execute(
            T::SQL.insert,
            &[value.document_id().as_ref().into(), body.as_str().into()],
        )
        .await?;
        self.tags_insert(
            T::RESOURCE_TYPE,
            value.scope(),
            &value.document_id(),
            value.tags(),
        )
        .await?;
        self.count_change();
        Ok(Stored { version: 1, value })
    }

    /// Replaces a document that nobody else changed since it was read, all but its tags.
    pub async fn update<T: Document>(&mut self, document: Stored<T>) -> Result<Stored<T>> {
        let Stored { version, value } = document;
        let body = serde_json::to_string(&value).map_err(Error::internal)?;
        let id = value.document_id();
        let changed = self
            .execute(
                T::SQL.update,
                &[body.as_str().into(), id.as_ref().into(), version.into()],
            )
            .await?;
        expect_one(changed, "update")?;
        drop(id);
        self.count_change();
        Ok(Stored {
            version: version + 1,
            value,
        })
    }

    /// Replaces a document's tags.
    pub async fn update_tags<T: Document>(
        &mut self,
        mut document: Stored<T>,
        tags: Vec<Tag>,
    ) -> Result<Stored<T>> {
        self.tags_delete(T::RESOURCE_TYPE, &document.document_id())
            .await?;
        self.tags_insert(
            T::RESOURCE_TYPE,
            document.scope(),
            &document.document_id(),
            &tags,
        )
        .await?;
        document.set_tags(tags);
        self.update(document).await
    }

    /// Removes a document that nobody else changed since it was read.
    pub async fn delete<T: Document>(&mut self, document: &Stored<T>) -> Result<()> {
        let id = document.document_id();
        let changed = self
            .execute(
                T::SQL.delete,
                &[id.as_ref().into(), document.version.into()],
            )
            .await?;
        expect_one(changed, "delete")?;
        self.tags_delete(T::RESOURCE_TYPE, &id).await?;
        self.count_change();
        Ok(())
    }
}

fn hint_sql<T: Document>(name: &str) -> Option<&'static str> {
    T::HINTS
        .iter()
        .find(|(filter, _)| *filter == name)
        .map(|(_, sql)| *sql)
}

fn expect_one(changed: u64, what: &str) -> Result<()> {
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::internal(format!(
            "the {what} of a document changed {changed} rows"
        )))
    }
}

macro_rules! tags_of {
    ($this:ident, tagged) => {
        &$this.tags
    };
    ($this:ident, untagged) => {
        &[]
    };
}

macro_rules! set_tags_of {
    ($this:ident, $tags:ident, tagged) => {
        $this.tags = $tags
    };
    ($this:ident, $tags:ident, untagged) => {
        drop($tags)
    };
}

macro_rules! documents {
    ($($document:ty: $table:literal, $kind:ident, |$this:ident| $id:expr, $tags:ident, [$($filter:literal => $condition:literal),*];)+) => {
        /// Counts what a scope has of each kind.
        const COUNT_ALL: &str = concat!(
            "SELECT '' AS kind, 0 AS number WHERE FALSE",
            $(" UNION ALL SELECT '", $table, "', COUNT(*) FROM ", $table, " WHERE account = $1 AND region = $2",)+
        );
        /// What each table holds.
        const KINDS: &[(&str, ResourceType)] = &[$(($table, ResourceType::$kind)),+];

        $(
            impl Document for $document {
                const SQL: DocumentSql = document_sql!($table);
                const HINTS: &'static [(&'static str, &'static str)] =
                    &[$(($filter, list_sql!($table, $condition))),*];
                const RESOURCE_TYPE: ResourceType = ResourceType::$kind;

                fn document_id(&self) -> Cow<'_, str> {
                    let $this = self;
                    $id.into()
                }

                fn scope(&self) -> &Scope {
                    &self.scope
                }

                fn tags(&self) -> &[Tag] {
                    tags_of!(self, $tags)
                }

                fn set_tags(&mut self, tags: Vec<Tag>) {
                    set_tags_of!(self, tags, $tags);
                }
            }
        )+
    };
}

documents! {
    DhcpOptions: "dhcp_options", DhcpOptions, |it| it.id.as_str(), tagged, [];
    Vpc: "vpc", Vpc, |it| it.id.as_str(), tagged, [];
    Subnet: "subnet", Subnet, |it| it.id.as_str(), tagged, ["vpc-id" => " AND vpc_id = $5"];
    SubnetCidrReservation: "subnet_cidr_reservation", SubnetCidrReservation, |it| it.id.as_str(), tagged,
        ["subnet-id" => " AND subnet_id = $5"];
    SecurityGroup: "security_group", SecurityGroup, |it| it.id.as_str(), tagged, ["vpc-id" => " AND vpc_id = $5"];
    SecurityGroupRule: "security_group_rule", SecurityGroupRule, |it| it.id.as_str(), tagged,
        ["group-id" => " AND group_id = $5"];
    RouteTable: "route_table", RouteTable, |it| it.id.as_str(), tagged, ["vpc-id" => " AND vpc_id = $5"];
    Route: "route", Route, |it| Route::key(&it.route_table_id, &it.destination), untagged, [];
    RouteTableAssociation: "route_table_association", RouteTableAssociation, |it| it.id.as_str(), untagged, [];
    NetworkAcl: "network_acl", NetworkAcl, |it| it.id.as_str(), tagged, ["vpc-id" => " AND vpc_id = $5"];
    NetworkAclAssociation: "network_acl_association", NetworkAclAssociation, |it| it.id.as_str(), untagged, [];
    ManagedPrefixList: "managed_prefix_list", PrefixList, |it| it.id.as_str(), tagged, [];
    NetworkInterface: "network_interface", NetworkInterface, |it| it.id.as_str(), tagged,
        ["subnet-id" => " AND subnet_id = $5", "description" => " AND description = $5", "vpc-id" => " AND vpc_id = $5"];
    NetworkInterfacePermission: "network_interface_permission", NetworkInterfacePermission, |it| it.id.as_str(), untagged, [];
    InternetGateway: "internet_gateway", InternetGateway, |it| it.id.as_str(), tagged,
        ["attachment.vpc-id" => " AND vpc_id = $5"];
    EgressOnlyInternetGateway: "egress_only_internet_gateway", EgressOnlyInternetGateway, |it| it.id.as_str(), tagged, [];
    NatGateway: "nat_gateway", NatGateway, |it| it.id.as_str(), tagged,
        ["subnet-id" => " AND subnet_id = $5", "vpc-id" => " AND vpc_id = $5", "state" => " AND state = $5"];
    ElasticIp: "elastic_ip", ElasticIp, |it| it.id.as_str(), tagged,
        ["public-ip" => " AND public_ip = $5", "association-id" => " AND association_id = $5",
         "network-interface-id" => " AND network_interface_id = $5"];
    LoadBalancer: "load_balancer", LoadBalancer, |it| it.arn.as_str(), tagged,
        ["vpc-id" => " AND vpc_id = $5", "name" => " AND name = $5"];
    TargetGroup: "target_group", TargetGroup, |it| it.arn.as_str(), tagged,
        ["load-balancer-arn" => " AND id IN (SELECT target_group_arn FROM target_group_use WHERE load_balancer_arn = $5)",
         "vpc-id" => " AND vpc_id = $5", "name" => " AND name = $5"];
    Listener: "listener", Listener, |it| it.arn.as_str(), tagged,
        ["load-balancer-arn" => " AND load_balancer_arn = $5"];
    ListenerRule: "listener_rule", ListenerRule, |it| it.arn.as_str(), tagged,
        ["listener-arn" => " AND listener_arn = $5", "load-balancer-arn" => " AND load_balancer_arn = $5"];
    Target: "target", Target, |it| Target::key(&it.target_group_arn, &it.target_id, it.port), untagged,
        ["target-group-arn" => " AND target_group_arn = $5"];
    DnsRecord: "dns_record", DnsRecord, |it| DnsRecord::key(&it.scope.account, it.record_type, &it.name), untagged, [];
    HostedZone: "hosted_zone", HostedZone, |it| it.id.as_str(), tagged, [];
    ResourceRecordSet: "resource_record_set", ResourceRecordSet, |it| it.key(), untagged, [];
    EndpointService: "endpoint_service", VpcEndpointService, |it| it.id.as_str(), tagged, [];
    Permission: "permission", VpcEndpointServicePermission, |it| it.id.as_str(), tagged, ["service-id" => " AND service_id = $5"];
    Notification: "notification", VpcEndpointConnectionNotification, |it| it.id.as_str(), untagged,
        ["service-id" => " AND service_id = $5", "vpc-endpoint-id" => " AND endpoint_id = $5"];
    Topic: "topic", Topic, |it| it.arn.as_str(), tagged, [];
    Subscription: "subscription", Subscription, |it| it.arn.as_str(), untagged, [];
    Endpoint: "endpoint", VpcEndpoint, |it| it.id.as_str(), tagged,
        ["vpc-id" => " AND vpc_id = $5", "service-name" => " AND service_name = $5",
         "vpc-endpoint-state" => " AND state = $5", "vpc-endpoint-type" => " AND endpoint_type = $5"];
}
