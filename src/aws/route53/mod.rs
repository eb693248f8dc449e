//! Route 53, API version 2013-04-01: hosted zones and what they answer.

mod hosted_zone;
mod hosted_zone_vpc;
mod limit;
mod resource_record_set;
mod shapes;
mod tag;

use super::rest_xml::{RestService, operations};

/// The service.
pub(super) static SERVICE: RestService = RestService {
    signing_name: "route53",
    endpoint_name: "route53",
    service_id: "Route 53",
    version: "2013-04-01",
    namespace: "https://route53.amazonaws.com/doc/2013-04-01/",
    operations: operations![
        hosted_zone::CreateHostedZone,
        hosted_zone::GetHostedZone,
        hosted_zone::ListHostedZones,
        hosted_zone::ListHostedZonesByName,
        hosted_zone::GetHostedZoneCount,
        hosted_zone::UpdateHostedZoneComment,
        hosted_zone::UpdateHostedZoneFeatures,
        hosted_zone::DeleteHostedZone,
        hosted_zone::GetDNSSEC,
        hosted_zone::ListReusableDelegationSets,
        hosted_zone_vpc::AssociateVPCWithHostedZone,
        hosted_zone_vpc::DisassociateVPCFromHostedZone,
        hosted_zone_vpc::ListHostedZonesByVPC,
        hosted_zone_vpc::CreateVPCAssociationAuthorization,
        hosted_zone_vpc::DeleteVPCAssociationAuthorization,
        hosted_zone_vpc::ListVPCAssociationAuthorizations,
        resource_record_set::ChangeResourceRecordSets,
        resource_record_set::ListResourceRecordSets,
        resource_record_set::GetChange,
        resource_record_set::TestDNSAnswer,
        tag::ListTagsForResource,
        tag::ListTagsForResources,
        tag::ChangeTagsForResource,
        limit::GetHostedZoneLimit,
        limit::GetAccountLimit,
    ],
};
