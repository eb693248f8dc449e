//! Routes to gateways and interfaces: what shows them, black holes, and route tables that internet gateways use.

use serde_json::{Value, json};

use crate::support::query::Query;
use crate::support::rest::segment;
use crate::support::world::{CONSUMER, Network, PROVIDER, World};

/// A VPC with a gateway of each kind, and a table without any but the local routes.
pub(super) struct Scene {
    pub(super) world: World,
    pub(super) network: Network,
    pub(super) internet: String,
    pub(super) egress: String,
    pub(super) nat: String,
    /// The NAT gateway's.
    pub(super) interface: String,
    pub(super) table: String,
}

pub(super) async fn scene() -> Scene {
    let world = World::start().await;
    let network = world.network(CONSUMER, &["us-east-1a", "us-east-1b"]).await;
    let ec2 = world.ec2(CONSUMER);
    let vpc = ("VpcId", &*network.vpc_id);
    let created = ec2.ok("CreateInternetGateway", &[]).await;
    let internet = created.one("internetGatewayId");
    let parameters = [vpc, ("InternetGatewayId", &*internet)];
    ec2.ok("AttachInternetGateway", &parameters).await;
    let created = ec2.ok("CreateEgressOnlyInternetGateway", &[vpc]).await;
    let egress = created.one("egressOnlyInternetGatewayId");
    let parameters = [
        ("SubnetId", &*network.subnet_ids[0]),
        ("ConnectivityType", "private"),
    ];
    let nat = ec2.ok("CreateNatGateway", &parameters).await;
    let nat = nat.one("natGatewayId");
    let created = ec2.ok("CreateRouteTable", &[vpc]).await;
    world.settle().await;
    let parameters = [("NatGatewayId.1", &*nat)];
    let shown = ec2.ok("DescribeNatGateways", &parameters).await;
    Scene {
        interface: shown.one("networkInterfaceId"),
        internet,
        egress,
        nat,
        table: created.one("routeTableId"),
        network,
        world,
    }
}

impl Scene {
    pub(super) fn ec2(&self) -> Query<'_> {
        self.world.ec2(CONSUMER)
    }

    /// One route to each target.
    pub(super) fn routes(&self) -> [(&'static str, &'static str, &'static str, &str); 5] {
        let (ipv4, ipv6) = ("DestinationCidrBlock", "DestinationIpv6CidrBlock");
        [
            (ipv4, "0.0.0.0/0", "GatewayId", &self.internet),
            (ipv6, "::/0", "EgressOnlyInternetGatewayId", &self.egress),
            (ipv4, "192.168.0.0/16", "NatGatewayId", &self.nat),
            (ipv6, "64:ff9b::/96", "NatGatewayId", &self.nat),
            (ipv4, "172.16.0.0/12", "NetworkInterfaceId", &self.interface),
        ]
    }

    pub(super) async fn create_routes(&self) {
        for (kind, destination, parameter, target) in self.routes() {
            let parameters = [
                ("RouteTableId", &*self.table),
                (kind, destination),
                (parameter, target),
            ];
            self.ec2().ok("CreateRoute", &parameters).await;
        }
    }

    /// The states of the table's routes but the local one, by destination.
    pub(super) async fn states(&self) -> Vec<String> {
        let path = format!("/v1/route-tables/{}/routes", self.table);
        let routes = self.world.rest(CONSUMER).items(&path).await;
        let shown = routes.iter().skip(1).map(|route| {
            let destination = ["destinationCidrBlock", "destinationIpv6CidrBlock"]
                .into_iter()
                .find_map(|member| route[member].as_str());
            let destination = destination.expect("a destination");
            format!(
                "{destination} {}",
                route["state"].as_str().expect("a state")
            )
        });
        shown.collect()
    }
}

#[tokio::test]
async fn of_every_kind() {
    let scene = scene().await;
    let world = &scene.world;
    scene.create_routes().await;
    let table = [("RouteTableId.1", &*scene.table)];
    let shown = scene.ec2().ok("DescribeRouteTables", &table).await;
    insta::assert_snapshot!(world.shown(&shown), @r#"
    HTTP 200
    <DescribeRouteTablesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <routeTableSet>
        <item>
          <routeTableId>rtb-1</routeTableId>
          <vpcId>vpc-1</vpcId>
          <ownerId>222222222222</ownerId>
          <associationSet/>
          <propagatingVgwSet/>
          <routeSet>
            <item>
              <destinationCidrBlock>10.0.0.0/16</destinationCidrBlock>
              <gatewayId>local</gatewayId>
              <origin>CreateRouteTable</origin>
              <state>active</state>
            </item>
            <item>
              <destinationCidrBlock>0.0.0.0/0</destinationCidrBlock>
              <gatewayId>igw-1</gatewayId>
              <origin>CreateRoute</origin>
              <state>active</state>
            </item>
            <item>
              <destinationCidrBlock>172.16.0.0/12</destinationCidrBlock>
              <networkInterfaceId>eni-1</networkInterfaceId>
              <origin>CreateRoute</origin>
              <state>active</state>
            </item>
            <item>
              <destinationCidrBlock>192.168.0.0/16</destinationCidrBlock>
              <natGatewayId>nat-1</natGatewayId>
              <origin>CreateRoute</origin>
              <state>active</state>
            </item>
            <item>
              <destinationIpv6CidrBlock>64:ff9b::/96</destinationIpv6CidrBlock>
              <natGatewayId>nat-1</natGatewayId>
              <origin>CreateRoute</origin>
              <state>active</state>
            </item>
            <item>
              <destinationIpv6CidrBlock>::/0</destinationIpv6CidrBlock>
              <egressOnlyInternetGatewayId>eigw-1</egressOnlyInternetGatewayId>
              <origin>CreateRoute</origin>
              <state>active</state>
            </item>
          </routeSet>
          <tagSet/>
        </item>
      </routeTableSet>
    </DescribeRouteTablesResponse>
    "#);
    let path = format!("/v1/route-tables/{}/routes", scene.table);
    let shown = world.rest(CONSUMER).get(&path).await;
    insta::assert_snapshot!(world.shown(&shown), @r#"
    HTTP 200
    {
      "items": [
        {
          "destinationCidrBlock": "10.0.0.0/16",
          "gatewayId": "local",
          "origin": "CreateRouteTable",
          "state": "active"
        },
        {
          "destinationCidrBlock": "0.0.0.0/0",
          "gatewayId": "igw-1",
          "origin": "CreateRoute",
          "state": "active"
        },
        {
          "destinationCidrBlock": "172.16.0.0/12",
          "networkInterfaceId": "eni-1",
          "origin": "CreateRoute",
          "state": "active"
        },
        {
          "destinationCidrBlock": "192.168.0.0/16",
          "natGatewayId": "nat-1",
          "origin": "CreateRoute",
          "state": "active"
        },
        {
          "destinationIpv6CidrBlock": "64:ff9b::/96",
          "natGatewayId": "nat-1",
          "origin": "CreateRoute",
          "state": "active"
        },
        {
          "destinationIpv6CidrBlock": "::/0",
          "egressOnlyInternetGatewayId": "eigw-1",
          "origin": "CreateRoute",
          "state": "active"
        }
      ]
    }
    "#);
    for (filter, value) in [
        ("route.gateway-id", &*scene.internet),
        ("route.egress-only-internet-gateway-id", &scene.egress),
        ("route.nat-gateway-id", &scene.nat),
        ("route.destination-ipv6-cidr-block", "64:ff9b::/96"),
    ] {
        let parameters = [("Filter.1.Name", filter), ("Filter.1.Value.1", value)];
        let found = scene.ec2().ok("DescribeRouteTables", &parameters).await;
        let found = found.document();
        let tables = found.descendants().filter(|node| {
            node.has_tag_name(("http://ec2.amazonaws.com/doc/2016-11-15/", "routeSet"))
        });
        assert_eq!(tables.count(), 1, "{filter}");
    }
}

#[tokio::test]
async fn over_rest() {
    let scene = scene().await;
    let rest = scene.world.rest(CONSUMER);
    let routes = format!("/v1/route-tables/{}/routes", scene.table);
    let body = json!({"destinationCidrBlock": "0.0.0.0/0", "gatewayId": scene.internet});
    let created = rest.post(&routes, body).await;
    let path = created.header("location").to_owned();
    assert_eq!(created.expect(201)["gatewayId"], json!(scene.internet));
    for (member, target) in [
        ("natGatewayId", &scene.nat),
        ("networkInterfaceId", &scene.interface),
        ("gatewayId", &scene.internet),
    ] {
        let changed = rest.patch(&path, json!({member: target})).await.expect(200);
        assert_eq!(changed[member], json!(target));
    }
    let local = format!("{routes}/{}", segment("10.0.0.0/16"));
    let body = json!({"networkInterfaceId": scene.interface});
    let changed = rest.patch(&local, body).await.expect(200);
    assert_eq!(changed["networkInterfaceId"], json!(scene.interface));
    assert_eq!(changed["gatewayId"], Value::Null);
    let restored = rest.patch(&local, json!({"localTarget": true})).await;
    assert_eq!(restored.expect(200)["gatewayId"], "local");
}

#[tokio::test]
async fn that_take_no_traffic() {
    let scene = scene().await;
    scene.create_routes().await;
    let states = scene.states().await;
    insta::assert_snapshot!(states.join("\n"), @"
    0.0.0.0/0 active
    172.16.0.0/12 active
    192.168.0.0/16 active
    64:ff9b::/96 active
    ::/0 active
    ");
    let ec2 = scene.ec2();
    let attachment = [
        ("VpcId", &*scene.network.vpc_id),
        ("InternetGatewayId", &*scene.internet),
    ];
    ec2.ok("DetachInternetGateway", &attachment).await;
    let parameters = [("NatGatewayId", &*scene.nat)];
    ec2.ok("DeleteNatGateway", &parameters).await;
    let parameters = [("EgressOnlyInternetGatewayId", &*scene.egress)];
    ec2.ok("DeleteEgressOnlyInternetGateway", &parameters).await;
    scene.world.settle().await;
    let states = scene.states().await;
    insta::assert_snapshot!(states.join("\n"), @"
    0.0.0.0/0 blackhole
    172.16.0.0/12 blackhole
    192.168.0.0/16 blackhole
    64:ff9b::/96 blackhole
    ::/0 blackhole
    ");
    let blackholes = [
        ("Filter.1.Name", "route.state"),
        ("Filter.1.Value.1", "blackhole"),
    ];
    let found = ec2.ok("DescribeRouteTables", &blackholes).await;
    assert_eq!(found.all("state").len(), 6);
    ec2.ok("AttachInternetGateway", &attachment).await;
    let states = scene.states().await;
    assert_eq!(states[0], "0.0.0.0/0 active");
    ec2.ok("DetachInternetGateway", &attachment).await;
    ec2.ok("DeleteInternetGateway", &attachment[1..]).await;
    let states = scene.states().await;
    assert_eq!(states[0], "0.0.0.0/0 blackhole");
    let table = [("RouteTableId", &*scene.table)];
    ec2.ok("DeleteRouteTable", &table).await;
}

/// A VPC takes its main table along, whatever routes that has.
#[tokio::test]
async fn of_a_vpc_that_goes() {
    let world = World::start().await;
    let ec2 = world.ec2(CONSUMER);
    let network = world.network(CONSUMER, &[]).await;
    let vpc = ("VpcId", &*network.vpc_id);
    let created = ec2.ok("CreateInternetGateway", &[]).await;
    let gateway_id = created.one("internetGatewayId");
    let gateway = ("InternetGatewayId", &*gateway_id);
    ec2.ok("AttachInternetGateway", &[vpc, gateway]).await;
    let of_vpc = [("Filter.1.Name", "vpc-id"), ("Filter.1.Value.1", vpc.1)];
    let main = ec2.ok("DescribeRouteTables", &of_vpc).await;
    let main = main.all("routeTableId").remove(0);
    let route = [
        ("RouteTableId", &*main),
        ("DestinationCidrBlock", "0.0.0.0/0"),
        ("GatewayId", gateway.1),
    ];
    ec2.ok("CreateRoute", &route).await;
    ec2.ok("DetachInternetGateway", &[vpc, gateway]).await;
    ec2.ok("DeleteVpc", &[vpc]).await;
    assert_eq!(world.rows().await["route"], Vec::<String>::new());
}

/// Routes that cannot be: in which table, whereto, and which target. There are none of most kinds, for which AWS has codes.
const WRONG_TARGETS: &str = "
    elsewhere 10.9.0.0/16 GatewayId internet
    elsewhere ::/0 EgressOnlyInternetGatewayId egress
    elsewhere 10.9.0.0/16 NatGatewayId nat
    elsewhere 10.9.0.0/16 NetworkInterfaceId interface
    here 10.9.0.0/16 EgressOnlyInternetGatewayId egress
    here ::/0 NatGatewayId nat
    here 10.0.0.0/16 GatewayId internet
    here 10.0.0.0/16 NatGatewayId nat
    here 10.0.0.0/24 GatewayId internet
    here 10.0.0.0/25 NatGatewayId nat
    here ::/0 EgressOnlyInternetGatewayId theirs
    here 10.9.0.0/16 GatewayId igw-00000000000000000
    here 10.9.0.0/16 GatewayId vgw-00000000000000000
    here 10.9.0.0/16 GatewayId vpce-00000000000000000
    here 10.9.0.0/16 GatewayId local
    here 10.9.0.0/16 EgressOnlyInternetGatewayId eigw-x
    here 10.9.0.0/16 NatGatewayId nat-00000000000000000
    here 10.9.0.0/16 NetworkInterfaceId eni-00000000000000000
    here 10.9.0.0/16 InstanceId i-00000000000000000
    here 10.9.0.0/16 TransitGatewayId tgw-00000000000000000
    here 10.9.0.0/16 VpcPeeringConnectionId pcx-00000000000000000
    here 10.9.0.0/16 CarrierGatewayId cagw-00000000000000000
    here 10.9.0.0/16 LocalGatewayId lgw-00000000000000000
    here 10.9.0.0/16 CoreNetworkArn arn:aws:x
    here 10.9.0.0/16 OdbNetworkArn arn:aws:y
";

/// A table of another VPC of the consumer's.
pub(super) async fn elsewhere(scene: &Scene) -> String {
    let other = scene.world.network(CONSUMER, &[]).await.vpc_id;
    let vpc = [("VpcId", &*other)];
    let created = scene.ec2().ok("CreateRouteTable", &vpc).await;
    created.one("routeTableId")
}

#[tokio::test]
async fn that_cannot_be() {
    let scene = scene().await;
    let (world, ec2) = (&scene.world, scene.ec2());
    let elsewhere = elsewhere(&scene).await;
    let strangers = world.network(PROVIDER, &["us-east-1a"]).await;
    let vpc = [("VpcId", &*strangers.vpc_id)];
    let stranger = world.ec2(PROVIDER);
    let theirs = stranger.ok("CreateEgressOnlyInternetGateway", &vpc).await;
    let theirs = &*theirs.one("egressOnlyInternetGatewayId");
    let mut table = String::new();
    let before = world.rows().await;
    for line in WRONG_TARGETS.trim().lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [place, destination, parameter, target] = words[..] else {
            panic!("four words: {line}");
        };
        let table_id = match place {
            "here" => &*scene.table,
            _ => &*elsewhere,
        };
        let target = match target {
            "internet" => &*scene.internet,
            "egress" => &*scene.egress,
            "nat" => &*scene.nat,
            "interface" => &*scene.interface,
            "theirs" => theirs,
            other => other,
        };
        let family = match destination {
            "::/0" => "DestinationIpv6CidrBlock",
            _ => "DestinationCidrBlock",
        };
        let parameters = [
            ("RouteTableId", table_id),
            (family, destination),
            (parameter, target),
        ];
        let refused = ec2.call("CreateRoute", &parameters).await;
        let shown = line.trim();
        table += &format!("{shown}\n  {}\n", refused.refusal());
    }
    assert_eq!(before, world.rows().await);
    insta::assert_snapshot!(world.shown(&table), @"
    elsewhere 10.9.0.0/16 GatewayId internet
      400 InvalidParameterValue: route table rtb-1 and network gateway igw-1 belong to different networks
    elsewhere ::/0 EgressOnlyInternetGatewayId egress
      400 InvalidParameterValue: route table rtb-1 and egress only internet gateway eigw-1 belong to different networks
    elsewhere 10.9.0.0/16 NatGatewayId nat
      400 InvalidParameterValue: route table rtb-1 and NAT gateway nat-1 belong to different networks
    elsewhere 10.9.0.0/16 NetworkInterfaceId interface
      400 InvalidParameterValue: route table rtb-1 and interface eni-1 belong to different networks
    here 10.9.0.0/16 EgressOnlyInternetGatewayId egress
      400 InvalidParameterValue: A route to 10.9.0.0/16 cannot have the target eigw-1, which only takes IPv6 traffic
    here ::/0 NatGatewayId nat
      400 InvalidParameterValue: A route to ::/0 cannot have the target nat-1, which only takes IPv4 traffic
    here 10.0.0.0/16 GatewayId internet
      400 InvalidParameterValue: The destination CIDR block 10.0.0.0/16 is equal to or more specific than one of this VPC's CIDR blocks. This route can target only an interface or an instance.
    here 10.0.0.0/16 NatGatewayId nat
      400 RouteAlreadyExists: The route identified by 10.0.0.0/16 already exists.
    here 10.0.0.0/24 GatewayId internet
      400 InvalidParameterValue: The destination CIDR block 10.0.0.0/24 is equal to or more specific than one of this VPC's CIDR blocks. This route can target only an interface or an instance.
    here 10.0.0.0/25 NatGatewayId nat
      400 InvalidParameterValue: The destination CIDR block 10.0.0.0/25 is more specific than one of this VPC's CIDR blocks, and must match the CIDR block of a subnet
    here ::/0 EgressOnlyInternetGatewayId theirs
      400 InvalidGatewayID.NotFound: The gateway ID 'eigw-2' does not exist
    here 10.9.0.0/16 GatewayId igw-2
      400 InvalidGatewayID.NotFound: The gateway ID 'igw-2' does not exist
    here 10.9.0.0/16 GatewayId vgw-1
      400 InvalidGatewayID.NotFound: The gateway ID 'vgw-1' does not exist
    here 10.9.0.0/16 GatewayId vpce-1
      400 InvalidVpcEndpointId.NotFound: The Vpc Endpoint Id 'vpce-1' does not exist
    here 10.9.0.0/16 GatewayId local
      400 InvalidGatewayID.NotFound: The gateway ID 'local' does not exist
    here 10.9.0.0/16 EgressOnlyInternetGatewayId eigw-x
      400 InvalidGatewayID.NotFound: The gateway ID 'eigw-x' does not exist
    here 10.9.0.0/16 NatGatewayId nat-2
      400 InvalidNatGatewayID.NotFound: The natGateway ID 'nat-2' does not exist
    here 10.9.0.0/16 NetworkInterfaceId eni-2
      400 InvalidNetworkInterfaceID.NotFound: The networkInterface ID 'eni-2' does not exist
    here 10.9.0.0/16 InstanceId i-1
      400 InvalidInstanceID.NotFound: The instance ID 'i-1' does not exist
    here 10.9.0.0/16 TransitGatewayId tgw-1
      400 InvalidTransitGatewayID.NotFound: The transitGateway ID 'tgw-1' does not exist
    here 10.9.0.0/16 VpcPeeringConnectionId pcx-1
      400 InvalidVpcPeeringConnectionID.NotFound: The vpcPeeringConnection ID 'pcx-1' does not exist
    here 10.9.0.0/16 CarrierGatewayId cagw-1
      400 InvalidCarrierGatewayID.NotFound: The carrierGateway ID 'cagw-1' does not exist
    here 10.9.0.0/16 LocalGatewayId lgw-1
      400 InvalidLocalGatewayID.NotFound: The localGateway ID 'lgw-1' does not exist
    here 10.9.0.0/16 CoreNetworkArn arn:aws:x
      400 InvalidCoreNetworkArn.NotFound: The core network arn 'arn:aws:x' does not exist
    here 10.9.0.0/16 OdbNetworkArn arn:aws:y
      400 InvalidOdbNetworkArn.NotFound: The ODB network arn 'arn:aws:y' does not exist
    ");
}

#[tokio::test]
async fn of_too_little_or_too_much() {
    let scene = scene().await;
    let (world, ec2) = (&scene.world, scene.ec2());
    let mut table = String::new();
    let before = world.rows().await;
    let gateway = ("GatewayId", &*scene.internet);
    let local = ("LocalTarget", "true");
    let route = [
        ("RouteTableId", &*scene.table),
        ("DestinationCidrBlock", "10.9.0.0/16"),
    ];
    let two = [gateway, ("NatGatewayId", &*scene.nat)];
    for (action, more) in [
        ("CreateRoute", &two[..]),
        ("CreateRoute", &[]),
        ("ReplaceRoute", &[]),
        ("ReplaceRoute", &[gateway, local]),
        ("ReplaceRoute", &[local]),
        ("ReplaceRoute", &[gateway]),
    ] {
        let parameters = [&route[..], more].concat();
        let refused = ec2.call(action, &parameters).await;
        table += &format!("{action} {}\n", refused.refusal());
    }
    for action in ["EnableVgwRoutePropagation", "DisableVgwRoutePropagation"] {
        let parameters = [route[0], ("GatewayId", "vgw-00000000000000000")];
        let refused = ec2.call(action, &parameters).await;
        table += &format!("{action} {}\n", refused.refusal());
    }
    assert_eq!(before, world.rows().await);
    insta::assert_snapshot!(world.shown(&table), @"
    CreateRoute 400 InvalidParameterCombination: GatewayId and NatGatewayId cannot be used together
    CreateRoute 400 MissingParameter: The request must contain exactly one of gatewayId, localGatewayId, carrierGatewayId, natGatewayId, networkInterfaceId, vpcPeeringConnectionId, egressOnlyInternetGatewayId, transitGatewayId, vpcEndpointId, coreNetworkArn or instanceId
    ReplaceRoute 400 MissingParameter: The request must contain exactly one of gatewayId, localGatewayId, carrierGatewayId, natGatewayId, networkInterfaceId, vpcPeeringConnectionId, egressOnlyInternetGatewayId, transitGatewayId, vpcEndpointId, coreNetworkArn or instanceId, or must have localTarget
    ReplaceRoute 400 InvalidParameterCombination: GatewayId and LocalTarget cannot be used together
    ReplaceRoute 400 InvalidParameterValue: The route with destination-cidr-block 10.9.0.0/16 in route table rtb-1 is not a local route
    ReplaceRoute 400 InvalidRoute.NotFound: no route with destination-cidr-block 10.9.0.0/16 in route table rtb-1
    EnableVgwRoutePropagation 400 InvalidGatewayID.NotFound: The gateway ID 'vgw-1' does not exist
    DisableVgwRoutePropagation 400 InvalidGatewayID.NotFound: The gateway ID 'vgw-1' does not exist
    ");
}
