//! Routes to gateways and interfaces: what shows them, black holes, and route tables that internet gateways use.

use serde_json::{Value, json};

use crate::support::query::Query;
use crate::support::rest::segment;
use crate::support::world::{CONSUMER, Network, PROVIDER, World};

/// A VPC with a gateway of each kind, and a table without any but the local routes.
struct Scene {
    world: World,
    network: Network,
    internet: String,
    egress: String,
    nat: String,
    /// The NAT gateway's.
    interface: String,
    table: String,
}

async fn scene() -> Scene {
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
    let shown = ec2.ok("DescribeNatGateways", &[("NatGatewayId.1", &nat)]);
    Scene {
        interface: shown.await.one("networkInterfaceId"),
        internet,
        egress,
        nat,
        table: created.one("routeTableId"),
        network,
        world,
    }
}

impl Scene {
    fn ec2(&self) -> Query<'_> {
        self.world.ec2(CONSUMER)
    }

    /// One route to each target.
    fn routes(&self) -> [(&'static str, &'static str, &'static str, &str); 5] {
        let (ipv4, ipv6) = ("DestinationCidrBlock", "DestinationIpv6CidrBlock");
        [
            (ipv4, "0.0.0.0/0", "GatewayId", &self.internet),
            (ipv6, "::/0", "EgressOnlyInternetGatewayId", &self.egress),
            (ipv4, "192.168.0.0/16", "NatGatewayId", &self.nat),
            (ipv6, "64:ff9b::/96", "NatGatewayId", &self.nat),
            (ipv4, "172.16.0.0/12", "NetworkInterfaceId", &self.interface),
        ]
    }

    async fn create_routes(&self) {
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
    async fn states(&self) -> Vec<String> {
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
    insta::assert_snapshot!(world.shown(&shown), @"");
    let path = format!("/v1/route-tables/{}/routes", scene.table);
    let shown = world.rest(CONSUMER).get(&path).await;
    insta::assert_snapshot!(world.shown(&shown), @"");
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
    insta::assert_snapshot!(states.join("\n"), @"");
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
    insta::assert_snapshot!(states.join("\n"), @"");
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

#[tokio::test]
async fn of_a_gateway() {
    let scene = scene().await;
    let (world, ec2) = (&scene.world, scene.ec2());
    let rest = world.rest(CONSUMER);
    let table = ("RouteTableId", &*scene.table);
    let user = ("GatewayId", &*scene.internet);
    let path = format!("/v1/subnets/{}", scene.network.subnet_ids[1]);
    let subnet = rest.get(&path).await.body["cidrBlock"].clone();
    let routes = format!("/v1/route-tables/{}/routes", scene.table);
    let body = json!({"destinationCidrBlock": subnet, "networkInterfaceId": scene.interface});
    rest.create(&routes, body).await;
    let associated = ec2.ok("AssociateRouteTable", &[table, user]).await;
    insta::assert_snapshot!(world.shown(&associated), @"");
    let filter = [
        ("Filter.1.Name", "association.gateway-id"),
        ("Filter.1.Value.1", &*scene.internet),
    ];
    let shown = ec2.ok("DescribeRouteTables", &filter).await;
    insta::assert_snapshot!(world.shown(&shown), @"");

    let mut refused = String::new();
    let to_internet = [table, ("DestinationCidrBlock", "0.0.0.0/0"), user];
    let attachment = [
        ("VpcId", &*scene.network.vpc_id),
        ("InternetGatewayId", user.1),
    ];
    for (action, parameters) in [
        ("AssociateRouteTable", &[table, user][..]),
        ("CreateRoute", &to_internet),
        ("DetachInternetGateway", &attachment),
        ("DeleteRouteTable", &[table]),
    ] {
        let reply = ec2.call(action, parameters).await;
        refused += &format!("{action} {}\n", reply.refusal());
    }
    let vpc = [("VpcId", &*scene.network.vpc_id)];
    let other = ec2.ok("CreateRouteTable", &vpc).await.one("routeTableId");
    let to_internet = [("RouteTableId", &*other), to_internet[1], to_internet[2]];
    ec2.ok("CreateRoute", &to_internet).await;
    let association = associated.one("associationId");
    let replacement = [("AssociationId", &*association), to_internet[0]];
    let reply = ec2.call("ReplaceRouteTableAssociation", &replacement).await;
    refused += &format!("ReplaceRouteTableAssociation {}\n", reply.refusal());
    insta::assert_snapshot!(world.shown(&refused), @"");

    ec2.ok("DeleteRoute", &to_internet[..2]).await;
    let replaced = ec2.ok("ReplaceRouteTableAssociation", &replacement).await;
    let association = replaced.one("newAssociationId");
    let association = [("AssociationId", &*association)];
    ec2.ok("DisassociateRouteTable", &association).await;
    let found = ec2.ok("DescribeRouteTables", &filter).await;
    assert_eq!(found.all("routeTableId"), Vec::<String>::new());
    ec2.ok("DetachInternetGateway", &attachment).await;
}

/// A parameter for each kind of target; of those that there are none of, AWS's codes.
#[tokio::test]
async fn refused() {
    let scene = scene().await;
    let (world, ec2) = (&scene.world, scene.ec2());
    let other = world.network(CONSUMER, &[]).await.vpc_id;
    let elsewhere = ec2.ok("CreateRouteTable", &[("VpcId", &*other)]).await;
    let elsewhere = &*elsewhere.one("routeTableId");
    let strangers = world.network(PROVIDER, &["us-east-1a"]).await;
    let vpc = [("VpcId", &*strangers.vpc_id)];
    let stranger = world.ec2(PROVIDER);
    let theirs = stranger.ok("CreateEgressOnlyInternetGateway", &vpc).await;
    let theirs = &*theirs.one("egressOnlyInternetGatewayId");
    let (ipv4, ipv6) = ("DestinationCidrBlock", "DestinationIpv6CidrBlock");
    let beyond = (ipv4, "10.9.0.0/16");
    let mut table = String::new();
    let before = world.rows().await;
    for (what, table_id, destination, parameter, target) in [
        (
            "elsewhere",
            elsewhere,
            beyond,
            "GatewayId",
            &*scene.internet,
        ),
        (
            "elsewhere",
            elsewhere,
            (ipv6, "::/0"),
            "EgressOnlyInternetGatewayId",
            &scene.egress,
        ),
        ("elsewhere", elsewhere, beyond, "NatGatewayId", &scene.nat),
        (
            "elsewhere",
            elsewhere,
            beyond,
            "NetworkInterfaceId",
            &scene.interface,
        ),
        (
            "wrong family",
            &*scene.table,
            beyond,
            "EgressOnlyInternetGatewayId",
            &scene.egress,
        ),
        (
            "wrong family",
            &scene.table,
            (ipv6, "::/0"),
            "NatGatewayId",
            &scene.nat,
        ),
        (
            "the VPC",
            &scene.table,
            (ipv4, "10.0.0.0/16"),
            "GatewayId",
            &scene.internet,
        ),
        (
            "the VPC",
            &scene.table,
            (ipv4, "10.0.0.0/16"),
            "NatGatewayId",
            &scene.nat,
        ),
        (
            "within the VPC",
            &scene.table,
            (ipv4, "10.0.0.0/24"),
            "GatewayId",
            &scene.internet,
        ),
        (
            "no subnet",
            &scene.table,
            (ipv4, "10.0.0.0/25"),
            "NatGatewayId",
            &scene.nat,
        ),
        (
            "a stranger's",
            &scene.table,
            (ipv6, "::/0"),
            "EgressOnlyInternetGatewayId",
            theirs,
        ),
        (
            "missing",
            &scene.table,
            beyond,
            "GatewayId",
            "igw-00000000000000000",
        ),
        (
            "missing",
            &scene.table,
            beyond,
            "GatewayId",
            "vgw-00000000000000000",
        ),
        (
            "missing",
            &scene.table,
            beyond,
            "GatewayId",
            "vpce-00000000000000000",
        ),
        ("missing", &scene.table, beyond, "GatewayId", "local"),
        (
            "missing",
            &scene.table,
            beyond,
            "EgressOnlyInternetGatewayId",
            "eigw-x",
        ),
        (
            "missing",
            &scene.table,
            beyond,
            "NatGatewayId",
            "nat-00000000000000000",
        ),
        (
            "missing",
            &scene.table,
            beyond,
            "NetworkInterfaceId",
            "eni-00000000000000000",
        ),
        (
            "missing",
            &scene.table,
            beyond,
            "InstanceId",
            "i-00000000000000000",
        ),
        (
            "missing",
            &scene.table,
            beyond,
            "TransitGatewayId",
            "tgw-00000000000000000",
        ),
        (
            "missing",
            &scene.table,
            beyond,
            "VpcPeeringConnectionId",
            "pcx-00000000000000000",
        ),
        (
            "missing",
            &scene.table,
            beyond,
            "CarrierGatewayId",
            "cagw-00000000000000000",
        ),
        (
            "missing",
            &scene.table,
            beyond,
            "LocalGatewayId",
            "lgw-00000000000000000",
        ),
        (
            "missing",
            &scene.table,
            beyond,
            "CoreNetworkArn",
            "arn:aws:x",
        ),
        (
            "missing",
            &scene.table,
            beyond,
            "OdbNetworkArn",
            "arn:aws:y",
        ),
    ] {
        let parameters = [("RouteTableId", table_id), destination, (parameter, target)];
        let refused = ec2.call("CreateRoute", &parameters).await;
        table += &format!("{what} {parameter} {}\n", refused.refusal());
    }
    let (route, gateway) = (
        [("RouteTableId", &*scene.table), beyond],
        ("GatewayId", &*scene.internet),
    );
    for (what, action, more) in [
        (
            "two",
            "CreateRoute",
            &[gateway, ("NatGatewayId", &*scene.nat)][..],
        ),
        ("none", "CreateRoute", &[]),
        ("none", "ReplaceRoute", &[]),
        (
            "local and another",
            "ReplaceRoute",
            &[gateway, ("LocalTarget", "true")],
        ),
        ("local", "ReplaceRoute", &[("LocalTarget", "true")]),
        ("no route", "ReplaceRoute", &[gateway]),
    ] {
        let parameters = [&route[..], more].concat();
        let refused = ec2.call(action, &parameters).await;
        table += &format!("{what} {action} {}\n", refused.refusal());
    }
    for action in ["EnableVgwRoutePropagation", "DisableVgwRoutePropagation"] {
        let parameters = [route[0], ("GatewayId", "vgw-00000000000000000")];
        let refused = ec2.call(action, &parameters).await;
        table += &format!("{action} {}\n", refused.refusal());
    }
    for (what, more) in [
        ("no user", &[][..]),
        (
            "two users",
            &[gateway, ("SubnetId", &*scene.network.subnet_ids[0])],
        ),
        ("a gateway elsewhere", &[gateway]),
        ("no gateway", &[("GatewayId", "vgw-00000000000000000")]),
        (
            "a pool",
            &[("PublicIpv4Pool", "ipv4pool-ec2-00000000000000000")],
        ),
    ] {
        let parameters = [&[("RouteTableId", elsewhere)], more].concat();
        let refused = ec2.call("AssociateRouteTable", &parameters).await;
        table += &format!("{what} {}\n", refused.refusal());
    }
    assert_eq!(before, world.rows().await);
    insta::assert_snapshot!(world.shown(&table), @"");
}
