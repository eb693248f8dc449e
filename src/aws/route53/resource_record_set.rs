//! Record sets, the changes of them, and what is answered.

use axum::http::Method;
use serde::{Deserialize, Serialize};

use super::shapes::{Changed, page_size};
use crate::app::hosted_zone::GetZoneChange;
use crate::app::resource_record_set as app;
use crate::aws::action::{Call, Treatment};
use crate::aws::rest_xml::RestAction;
use crate::domain::error::Result;
use crate::domain::hosted_zone::invalid;
use crate::domain::limit;
use crate::domain::resource_record_set as domain;
use crate::domain::resource_record_set::{Answer, DescribedSet, Routing};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct ChangeResourceRecordSets {
    #[serde(rename = "{Id}")]
    id: String,
    change_batch: ChangeBatch,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct ChangeBatch {
    comment: Option<String>,
    changes: Changes,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Changes {
    #[serde(default)]
    change: Vec<Change>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Change {
    action: String,
    resource_record_set: ResourceRecordSet,
}

/// A record set, in requests and in answers.
#[derive(Default, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct ResourceRecordSet {
    name: String,
    r#type: String,
    set_identifier: Option<String>,
    weight: Option<i64>,
    region: Option<String>,
    geo_location: Option<GeoLocation>,
    failover: Option<String>,
    multi_value_answer: Option<bool>,
    #[serde(rename = "TTL")]
    ttl: Option<i64>,
    resource_records: Option<ResourceRecords>,
    alias_target: Option<AliasTarget>,
    health_check_id: Option<String>,
    cidr_routing_config: Option<CidrRoutingConfig>,
    geo_proximity_location: Option<GeoProximityLocation>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct GeoLocation {
    continent_code: Option<String>,
    country_code: Option<String>,
    subdivision_code: Option<String>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct ResourceRecords {
    #[serde(default)]
    resource_record: Vec<ResourceRecord>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct ResourceRecord {
    value: String,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct AliasTarget {
    hosted_zone_id: String,
    #[serde(rename = "DNSName")]
    dns_name: String,
    evaluate_target_health: bool,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct CidrRoutingConfig {
    collection_id: String,
    location_name: String,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct GeoProximityLocation {
    #[serde(rename = "AWSRegion")]
    aws_region: Option<String>,
    local_zone_group: Option<String>,
    coordinates: Option<Coordinates>,
    bias: Option<i32>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Coordinates {
    latitude: String,
    longitude: String,
}

impl From<ResourceRecordSet> for DescribedSet {
    fn from(set: ResourceRecordSet) -> Self {
        let values = set.resource_records.map(|records| {
            records
                .resource_record
                .into_iter()
                .map(|record| record.value)
        });
        Self {
            name: set.name,
            record_type: set.r#type,
            set_identifier: set.set_identifier,
            weight: set.weight,
            region: set.region,
            failover: set.failover,
            geo_location: set.geo_location.map(|location| domain::GeoLocation {
                continent_code: location.continent_code,
                country_code: location.country_code,
                subdivision_code: location.subdivision_code,
            }),
            multi_value_answer: set.multi_value_answer.unwrap_or_default(),
            geo_proximity: set
                .geo_proximity_location
                .map(|location| domain::GeoProximity {
                    aws_region: location.aws_region,
                    local_zone_group: location.local_zone_group,
                    coordinates: location.coordinates.map(|it| (it.latitude, it.longitude)),
                    bias: location.bias,
                }),
            cidr_routing: set.cidr_routing_config.map(|config| domain::CidrRouting {
                collection_id: config.collection_id,
                location_name: config.location_name,
            }),
            ttl: set.ttl,
            values: values.map(Iterator::collect),
            alias: set
                .alias_target
                .map(|it| (it.hosted_zone_id, it.dns_name, it.evaluate_target_health)),
            health_check_id: set.health_check_id.filter(|id| !id.is_empty()),
        }
    }
}

impl From<domain::ResourceRecordSet> for ResourceRecordSet {
    fn from(set: domain::ResourceRecordSet) -> Self {
        let mut shown = Self {
            name: set.name.to_string(),
            r#type: set.record_type.name().to_owned(),
            set_identifier: set.set_identifier,
            ..Self::default()
        };
        match set.answer {
            Answer::Values {
                ttl_seconds,
                values,
            } => {
                shown.ttl = Some(ttl_seconds.into());
                let records = values.into_iter().map(|value| ResourceRecord { value });
                shown.resource_records = Some(ResourceRecords {
                    resource_record: records.collect(),
                });
            }
            Answer::Alias {
                hosted_zone_id,
                dns_name,
                evaluate_target_health,
            } => {
                shown.alias_target = Some(AliasTarget {
                    hosted_zone_id,
                    dns_name: dns_name.to_string(),
                    evaluate_target_health,
                });
            }
        }
        if let Some(routing) = set.routing {
            shown.route(routing);
        }
        shown
    }
}

impl ResourceRecordSet {
    fn route(&mut self, routing: Routing) {
        match routing {
            Routing::Weighted { weight } => self.weight = Some(weight.into()),
            Routing::Latency { region } => self.region = Some(region.to_string()),
            Routing::Failover { primary } => {
                let word = if primary { "PRIMARY" } else { "SECONDARY" };
                self.failover = Some(word.to_owned());
            }
            Routing::Geolocation(location) => {
                self.geo_location = Some(GeoLocation {
                    continent_code: location.continent_code,
                    country_code: location.country_code,
                    subdivision_code: location.subdivision_code,
                });
            }
            Routing::Multivalue => self.multi_value_answer = Some(true),
            Routing::Geoproximity(proximity) => {
                let coordinates = proximity.coordinates;
                self.geo_proximity_location = Some(GeoProximityLocation {
                    aws_region: proximity.aws_region,
                    local_zone_group: proximity.local_zone_group,
                    coordinates: coordinates.map(|(latitude, longitude)| Coordinates {
                        latitude,
                        longitude,
                    }),
                    bias: proximity.bias,
                });
            }
            Routing::Cidr(cidr) => {
                self.cidr_routing_config = Some(CidrRoutingConfig {
                    collection_id: cidr.collection_id,
                    location_name: cidr.location_name,
                });
            }
        }
    }
}

impl RestAction for ChangeResourceRecordSets {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "hostedzone/{Id}/rrset";
    type Response = Changed;

    async fn run(self, call: &Call) -> Result<Changed> {
        let changes = self.change_batch.changes.change.into_iter();
        let command = app::ChangeRecordSets {
            id: self.id,
            comment: self.change_batch.comment,
            changes: changes
                .map(|change| app::DescribedChange {
                    action: change.action,
                    set: change.resource_record_set.into(),
                })
                .collect(),
        };
        Ok(Changed::pending(
            call.run(Treatment::default(), command).await?,
        ))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ListResourceRecordSets {
    #[serde(rename = "{Id}")]
    id: String,
    #[serde(rename = "?name")]
    name: Option<String>,
    #[serde(rename = "?type")]
    r#type: Option<String>,
    #[serde(rename = "?identifier")]
    identifier: Option<String>,
    #[serde(rename = "?maxitems")]
    max_items: Option<u32>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct ListResourceRecordSetsResponse {
    resource_record_sets: ResourceRecordSets,
    is_truncated: bool,
    next_record_name: Option<String>,
    next_record_type: Option<&'static str>,
    next_record_identifier: Option<String>,
    max_items: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct ResourceRecordSets {
    resource_record_set: Vec<ResourceRecordSet>,
}

impl RestAction for ListResourceRecordSets {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "hostedzone/{Id}/rrset";
    type Response = ListResourceRecordSetsResponse;

    async fn run(self, call: &Call) -> Result<ListResourceRecordSetsResponse> {
        let limit = page_size(self.max_items, limit::RECORD_SETS_PAGE_MAX)?;
        let given = |text: Option<String>| text.filter(|text| !text.is_empty());
        let query = app::ListRecordSets {
            id: self.id,
            name: given(self.name),
            record_type: given(self.r#type),
            identifier: given(self.identifier),
            limit,
        };
        let page = call.query(Treatment::default(), query).await?;
        let next = page.next.as_ref().map(|set| &set.value);
        Ok(ListResourceRecordSetsResponse {
            is_truncated: next.is_some(),
            next_record_name: next.map(|set| set.name.to_string()),
            next_record_type: next.map(|set| set.record_type.name()),
            next_record_identifier: next.and_then(|set| set.set_identifier.clone()),
            max_items: limit.to_string(),
            resource_record_sets: ResourceRecordSets {
                resource_record_set: page.sets.into_iter().map(|set| set.value.into()).collect(),
            },
        })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GetChange {
    #[serde(rename = "{Id}")]
    id: String,
}

impl RestAction for GetChange {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "change/{Id}";
    type Response = Changed;

    async fn run(self, call: &Call) -> Result<Changed> {
        let query = GetZoneChange { id: self.id };
        Ok(Changed::in_sync(
            call.query(Treatment::default(), query).await?,
        ))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TestDNSAnswer {
    #[serde(rename = "?hostedzoneid")]
    hosted_zone_id: String,
    #[serde(rename = "?recordname")]
    record_name: String,
    #[serde(rename = "?recordtype")]
    record_type: String,
    #[serde(rename = "?resolverip")]
    resolver_ip: Option<String>,
    #[serde(rename = "?edns0clientsubnetip")]
    edns0_client_subnet_ip: Option<String>,
    #[serde(rename = "?edns0clientsubnetmask")]
    edns0_client_subnet_mask: Option<u8>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct TestDNSAnswerResponse {
    nameserver: String,
    record_name: String,
    record_type: &'static str,
    record_data: RecordData,
    response_code: &'static str,
    protocol: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct RecordData {
    record_data_entry: Vec<String>,
}

impl RestAction for TestDNSAnswer {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "testdnsanswer";
    type Response = TestDNSAnswerResponse;

    async fn run(self, call: &Call) -> Result<TestDNSAnswerResponse> {
        // Who asks makes no difference to the answer, but must be somebody.
        for address in [self.resolver_ip, self.edns0_client_subnet_ip]
            .into_iter()
            .flatten()
        {
            if address.parse::<std::net::IpAddr>().is_err() {
                return Err(invalid(format!("'{address}' is not an IP address")));
            }
        }
        if self.edns0_client_subnet_mask.is_some_and(|mask| mask > 128) {
            return Err(invalid("EDNS0ClientSubnetMask is 0 to 128"));
        }
        let query = app::TestDnsAnswer {
            id: self.hosted_zone_id,
            name: self.record_name,
            record_type: self.record_type,
        };
        let answer = call.query(Treatment::default(), query).await?;
        Ok(TestDNSAnswerResponse {
            nameserver: answer.name_server,
            record_name: answer.name.as_str().trim_end_matches('.').to_owned(),
            record_type: answer.record_type.name(),
            record_data: RecordData {
                record_data_entry: answer.values,
            },
            response_code: answer.response_code,
            protocol: "UDP",
        })
    }
}
