//! Resource identifiers: a prefix, a dash and hexadecimal digits, each kind a type of its own.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::entropy::{self, Entropy};
use super::error::{Code, Error, Result};
use super::scope::Scope;

/// What all identifiers can do.
pub trait Id: Sized + fmt::Display {
    /// The letters before the dash, e.g. `vpce-svc`.
    const PREFIX: &'static str;

    /// A new, random identifier with 17 digits.
    fn generate(entropy: &dyn Entropy) -> Self;

    /// Accepts the prefix, a dash, and 8 or 17 lower-case hexadecimal digits.
    fn parse(text: &str) -> Result<Self>;

    /// AWS's refusal for an identifier that names nothing the caller may see.
    fn not_found(text: &str) -> Error;

    /// The text.
    fn as_str(&self) -> &str;
}

fn well_formed(text: &str, prefix: &str) -> bool {
    text.strip_prefix(prefix)
        .and_then(|rest| rest.strip_prefix('-'))
        .is_some_and(|digits| {
            matches!(digits.len(), 8 | 17)
                && digits
                    .bytes()
                    .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
        })
}

macro_rules! ids {
    ($($(#[doc = $doc:literal])+ $name:ident: $prefix:literal, $malformed:ident, $not_found:ident, $words:literal, $parameter:literal;)+) => {
        $(
            $(#[doc = $doc])+
            #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
            #[serde(transparent)]
            pub struct $name(String);

            impl Id for $name {
                const PREFIX: &'static str = $prefix;

                fn generate(entropy: &dyn Entropy) -> Self {
                    Self(format!("{}-{}", $prefix, entropy::hex(entropy, 17)))
                }

                fn parse(text: &str) -> Result<Self> {
                    if well_formed(text, $prefix) {
                        Ok(Self(text.to_owned()))
                    } else {
                        Err(Error::new(
                            Code::$malformed,
                            format!("Invalid id: \"{text}\" (expecting \"{}-...\")", $prefix),
                        )
                        .about($parameter))
                    }
                }

                fn not_found(text: &str) -> Error {
                    let message = format!(concat!("The ", $words, " '{}' does not exist"), text);
                    Error::new(Code::$not_found, message).about($parameter)
                }

                fn as_str(&self) -> &str {
                    &self.0
                }
            }

            impl fmt::Display for $name {
                fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                    formatter.write_str(&self.0)
                }
            }
        )+
    };
}

ids! {
    /// A VPC.
    VpcId: "vpc", VpcMalformed, VpcNotFound, "vpc ID", "VpcId";
    /// A VPC's CIDR block.
    VpcCidrAssociationId: "vpc-cidr-assoc", InvalidId, VpcCidrAssociationNotFound, "vpc CIDR block association ID", "AssociationId";
    /// A subnet's IPv6 CIDR block.
    SubnetCidrAssociationId: "subnet-cidr-assoc", InvalidId, SubnetCidrAssociationNotFound, "subnet CIDR block association ID", "AssociationId";
    /// A set of DHCP options.
    DhcpOptionsId: "dopt", DhcpOptionsMalformed, DhcpOptionsNotFound, "dhcpOption ID", "DhcpOptionsId";
    /// A subnet.
    SubnetId: "subnet", SubnetMalformed, SubnetNotFound, "subnet ID", "SubnetId";
    /// A security group.
    SecurityGroupId: "sg", SecurityGroupMalformed, SecurityGroupNotFound, "security group", "GroupId";
    /// A rule of a security group.
    SecurityGroupRuleId: "sgr", SecurityGroupRuleMalformed, SecurityGroupRuleNotFound, "security group rule ID", "SecurityGroupRuleId";
    /// A route table.
    RouteTableId: "rtb", RouteTableMalformed, RouteTableNotFound, "routeTable ID", "RouteTableId";
    /// A route table's association with a subnet, or with the VPC as its main table.
    RouteTableAssociationId: "rtbassoc", AssociationMalformed, AssociationNotFound, "association ID", "AssociationId";
    /// A network ACL.
    NetworkAclId: "acl", NetworkAclMalformed, NetworkAclNotFound, "networkAcl ID", "NetworkAclId";
    /// A network ACL's association with a subnet.
    NetworkAclAssociationId: "aclassoc", AssociationMalformed, AssociationNotFound, "association ID", "AssociationId";
    /// A prefix list.
    PrefixListId: "pl", PrefixListMalformed, PrefixListNotFound, "prefix list ID", "PrefixListId";
    /// A network interface.
    NetworkInterfaceId: "eni", NetworkInterfaceMalformed, NetworkInterfaceNotFound, "networkInterface ID", "NetworkInterfaceId";
    /// A permission for a network interface.
    NetworkInterfacePermissionId: "eni-perm", InvalidId, InterfacePermissionNotFound, "network interface permission ID", "NetworkInterfacePermissionId";
    /// A network interface's attachment.
    AttachmentId: "ela-attach", AttachmentMalformed, AttachmentNotFound, "attachment ID", "AttachmentId";
    /// An instance, of which there are none.
    InstanceId: "i", InstanceMalformed, InstanceNotFound, "instance ID", "InstanceId";
    /// A reserved part of a subnet.
    SubnetCidrReservationId: "scr", InvalidId, SubnetCidrReservationNotFound, "subnet CIDR reservation ID", "SubnetCidrReservationId";
    /// An internet gateway.
    InternetGatewayId: "igw", InternetGatewayMalformed, InternetGatewayNotFound, "internetGateway ID", "InternetGatewayId";
    /// An egress-only internet gateway.
    EgressOnlyInternetGatewayId: "eigw", InvalidId, GatewayNotFound, "gateway ID", "EgressOnlyInternetGatewayId";
    /// A NAT gateway.
    NatGatewayId: "nat", NatGatewayMalformed, NatGatewayNotFound, "natGateway ID", "NatGatewayId";
    /// An Elastic IP address.
    AllocationId: "eipalloc", AllocationNotFound, AllocationNotFound, "allocation ID", "AllocationId";
    /// An Elastic IP address's association with a private address.
    AddressAssociationId: "eipassoc", AssociationMalformed, AssociationNotFound, "association ID", "AssociationId";
    /// An endpoint service.
    EndpointServiceId: "vpce-svc", EndpointServiceMalformed, EndpointServiceNotFound, "VpcEndpointService Id", "ServiceId";
    /// A permission of an endpoint service.
    PermissionId: "vpce-svc-perm", InvalidId, EndpointServicePermissionNotFound, "VpcEndpointServicePermission Id", "ServicePermissionId";
    /// An endpoint.
    EndpointId: "vpce", EndpointMalformed, EndpointNotFound, "Vpc Endpoint Id", "VpcEndpointId";
    /// An endpoint's connection to its service, as the provider sees it.
    ConnectionId: "vpce-con", InvalidId, InvalidId, "VpcEndpointConnection Id", "VpcEndpointConnectionId";
    /// A connection notification.
    NotificationId: "vpce-nfn", NotificationNotFound, NotificationNotFound, "VpcEndpointConnectionNotification Id", "ConnectionNotificationId";
}

impl DhcpOptionsId {
    /// The identifier of the set that an account has in a region from the start.
    pub fn standard(scope: &Scope) -> Self {
        let digest = Sha256::digest(format!("{scope} DHCP options"));
        let digits: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        Self(format!("{}-{}", Self::PREFIX, &digits[..17]))
    }
}

#[cfg(test)]
mod tests {
    use super::{EndpointId, EndpointServiceId, Id, VpcId};

    #[test]
    fn accepts_both_lengths_and_nothing_else() {
        for good in ["vpc-0123456789abcdef0", "vpc-01234567"] {
            assert_eq!(VpcId::parse(good).unwrap().as_str(), good);
        }
        for bad in [
            "",
            "vpc",
            "vpc-",
            "vpc-0123456",
            "vpc-0123456789ABCDEF0",
            "subnet-01234567",
            "vpc-0123456789abcdef01",
            "VPC-01234567",
        ] {
            assert_eq!(
                VpcId::parse(bad).unwrap_err().code.name(),
                "InvalidVpcID.Malformed",
                "{bad}"
            );
        }
    }

    #[test]
    fn tells_prefixes_of_prefixes_apart() {
        assert!(EndpointId::parse("vpce-svc-0123456789abcdef0").is_err());
        assert!(EndpointServiceId::parse("vpce-0123456789abcdef0").is_err());
        assert!(EndpointServiceId::parse("vpce-svc-0123456789abcdef0").is_ok());
    }

    #[test]
    fn says_what_does_not_exist_in_the_words_of_aws() {
        let error = EndpointId::not_found("vpce-0123456789abcdef0");
        assert_eq!(
            error.to_string(),
            "InvalidVpcEndpointId.NotFound: The Vpc Endpoint Id 'vpce-0123456789abcdef0' does not exist"
        );
    }
}
