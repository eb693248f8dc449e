//! Who may see a service and connect to it.

use serde_json::json;

use crate::support::query::XmlReply;
use crate::support::world::{CONSUMER, Network, PROVIDER, STRANGER, World};

/// A service of the provider's that nobody is allowed to see, and its name.
async fn private_service(world: &World) -> (String, String) {
    let network = world.network(PROVIDER, &["us-east-1a"]).await;
    let load_balancer = world
        .load_balancer(PROVIDER, "private", &network.subnet_ids)
        .await;
    let body = json!({"networkLoadBalancerArns": [load_balancer]});
    let service = world
        .rest(PROVIDER)
        .create("/v1/endpoint-services", body)
        .await;
    let text = |name: &str| service[name].as_str().expect("a text").to_owned();
    (text("serviceId"), text("serviceName"))
}

/// The consumer's attempt to connect; only tried.
async fn attempt(world: &World, key: &str, network: &Network, service_name: &str) -> XmlReply {
    let parameters = [
        ("VpcEndpointType", "Interface"),
        ("VpcId", &*network.vpc_id),
        ("ServiceName", service_name),
        ("DryRun", "true"),
    ];
    world.ec2(key).call("CreateVpcEndpoint", &parameters).await
}

#[tokio::test]
async fn principals() {
    let world = World::start().await;
    let (service_id, service_name) = private_service(&world).await;
    let consumer = world.network(CONSUMER, &["us-east-1a"]).await;
    let role_session = assume_role(&world, "arn:aws:iam::222222222222:role/deploy").await;
    let provider = world.ec2(PROVIDER);
    let mut table = format!(
        "{:<52}{:<12}{:<8}session of deploy",
        "principal", "type", "root"
    );
    for principal in [
        "*",
        "222222222222",
        "arn:aws:iam::222222222222:root",
        "arn:aws:iam::222222222222:role/deploy",
        "arn:aws:iam::222222222222:role/other",
        "arn:aws:iam::222222222222:user/deploy",
        "arn:aws:iam::333333333333:root",
        "vpce.amazonaws.com",
    ] {
        let add = [
            ("ServiceId", &*service_id),
            ("AddAllowedPrincipals.1", principal),
        ];
        let added = provider
            .ok("ModifyVpcEndpointServicePermissions", &add)
            .await;
        let mut line = format!("\n{principal:<52}{:<12}", added.one("principalType"));
        for key in [CONSUMER, &role_session] {
            let reply = attempt(&world, key, &consumer, &service_name).await;
            let shown = [("ServiceName.1", &*service_name)];
            let shown = world
                .ec2(key)
                .call("DescribeVpcEndpointServices", &shown)
                .await;
            match (reply.one("Code").as_str(), shown.status) {
                ("DryRunOperation", 200) => line += "yes     ",
                ("InvalidServiceName", 400) => line += "no      ",
                other => panic!("{principal}: connecting and looking differ: {other:?}"),
            }
        }
        table += line.trim_end();
        let remove = [
            ("ServiceId", &*service_id),
            ("RemoveAllowedPrincipals.1", principal),
        ];
        provider
            .ok("ModifyVpcEndpointServicePermissions", &remove)
            .await;
    }
    insta::assert_snapshot!(table, @"
    principal                                           type        root    session of deploy
    *                                                   All         yes     yes
    222222222222                                        Account     yes     yes
    arn:aws:iam::222222222222:root                      Account     yes     yes
    arn:aws:iam::222222222222:role/deploy               Role        no      yes
    arn:aws:iam::222222222222:role/other                Role        no      no
    arn:aws:iam::222222222222:user/deploy               User        no      no
    arn:aws:iam::333333333333:root                      Account     no      no
    vpce.amazonaws.com                                  Service     no      no
    ");
}

async fn assume_role(world: &World, role: &str) -> String {
    let parameters = [("RoleArn", role), ("RoleSessionName", "test")];
    let reply = world.sts(STRANGER).ok("AssumeRole", &parameters).await;
    reply.one("AccessKeyId")
}

/// Who may not see a service cannot find out that it exists.
#[tokio::test]
async fn hidden_is_as_good_as_missing() {
    let world = World::start().await;
    let (_, hidden) = private_service(&world).await;
    let missing = "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0";
    let consumer = world.network(CONSUMER, &["us-east-1a"]).await;
    let mut answers = Vec::new();
    for name in [&*hidden, missing] {
        let connecting = attempt(&world, CONSUMER, &consumer, name).await;
        let ec2 = world.ec2(CONSUMER);
        let looking = [("ServiceName.1", name)];
        let looking = ec2.call("DescribeVpcEndpointServices", &looking).await;
        let rest = world.rest(CONSUMER);
        let body = json!({"vpcId": consumer.vpc_id, "serviceName": name});
        let creating = rest.post("/v1/endpoints", body).await;
        let getting = rest.get(&format!("/v1/available-services/{name}")).await;
        let answer = [
            connecting.refusal(),
            looking.refusal(),
            creating.refusal(),
            getting.refusal(),
        ];
        answers.push(answer.join("\n").replace(name, "NAME"));
    }
    assert_eq!(answers[0], answers[1]);
    insta::assert_snapshot!(answers[0], @"
    400 InvalidServiceName: The Vpc Endpoint Service 'NAME' does not exist
    400 InvalidServiceName: The Vpc Endpoint Service 'NAME' does not exist
    404 InvalidServiceName (serviceName): The Vpc Endpoint Service 'NAME' does not exist
    404 InvalidServiceName (serviceName): The Vpc Endpoint Service 'NAME' does not exist
    ");
}

/// The owner's account needs no permission.
#[tokio::test]
async fn owners_connect_to_their_own_services() {
    let world = World::start().await;
    let (service_id, service_name) = private_service(&world).await;
    let network = world.network(PROVIDER, &["us-east-1a"]).await;
    let body = json!({"vpcId": network.vpc_id, "serviceName": service_name});
    let rest = world.rest(PROVIDER);
    let endpoint = rest.create("/v1/endpoints", body).await;
    assert_eq!(endpoint["state"], "pendingAcceptance");
    let connections = format!("/v1/endpoint-services/{service_id}/connections");
    assert_eq!(
        rest.items(&connections).await[0]["vpcEndpointOwner"],
        PROVIDER
    );
}

#[tokio::test]
async fn over_rest() {
    let world = World::start().await;
    let (service_id, _) = private_service(&world).await;
    let rest = world.rest(PROVIDER);
    let path = format!("/v1/endpoint-services/{service_id}/permissions");
    let body = json!({"principal": "arn:aws:iam::222222222222:root"});
    let created = rest.post(&path, body.clone()).await;
    insta::assert_snapshot!(world.shown(&created), @r#"
    HTTP 201
    location: /v1/endpoint-services/vpce-svc-1/permissions/vpce-svc-perm-1
    etag: "1"
    {
      "principal": "arn:aws:iam::222222222222:root",
      "principalType": "Account",
      "serviceId": "vpce-svc-1",
      "servicePermissionId": "vpce-svc-perm-1",
      "tags": []
    }
    "#);
    let location = created.header("location").to_owned();
    let again = rest.post(&path, body).await.expect(201);
    assert_eq!(
        again, created.body,
        "a principal has one permission, however often it is given"
    );
    assert_eq!(rest.get(&location).await.expect(200), created.body);
    assert_eq!(rest.items(&path).await, [created.body]);
    let everybody = rest.create(&path, json!({"principal": "*"})).await;
    let filtered = format!("{path}?filter[principal-type]=All");
    assert_eq!(rest.items(&filtered).await, [everybody]);
    rest.delete(&location).await.expect(204);
    insta::assert_snapshot!(world.shown(&rest.get(&location).await.refusal()), @"404 InvalidVpcEndpointServicePermissionId.NotFound (servicePermissionId): The VpcEndpointServicePermission Id 'vpce-svc-perm-1' does not exist");
    let refused = rest.delete(&location).await.refusal();
    insta::assert_snapshot!(world.shown(&refused), @"404 InvalidVpcEndpointServicePermissionId.NotFound (servicePermissionId): The VpcEndpointServicePermission Id 'vpce-svc-perm-1' does not exist");
}

#[tokio::test]
async fn over_ec2() {
    let world = World::start().await;
    let (service_id, _) = private_service(&world).await;
    let ec2 = world.ec2(PROVIDER);
    let parameters = [
        ("ServiceId", &*service_id),
        ("AddAllowedPrincipals.1", "arn:aws:iam::222222222222:root"),
        ("AddAllowedPrincipals.2", "*"),
    ];
    let added = ec2
        .ok("ModifyVpcEndpointServicePermissions", &parameters)
        .await;
    insta::assert_snapshot!(world.shown(&added), @r#"
    HTTP 200
    <ModifyVpcEndpointServicePermissionsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <addedPrincipalSet>
        <item>
          <principalType>Account</principalType>
          <principal>arn:aws:iam::222222222222:root</principal>
          <servicePermissionId>vpce-svc-perm-1</servicePermissionId>
          <serviceId>vpce-svc-1</serviceId>
        </item>
        <item>
          <principalType>All</principalType>
          <principal>*</principal>
          <servicePermissionId>vpce-svc-perm-2</servicePermissionId>
          <serviceId>vpce-svc-1</serviceId>
        </item>
      </addedPrincipalSet>
      <return>true</return>
    </ModifyVpcEndpointServicePermissionsResponse>
    "#);
    let parameters = [
        ("ServiceId", &*service_id),
        ("Filter.1.Name", "principal"),
        ("Filter.1.Value.1", "arn:aws:iam::*"),
    ];
    let described = ec2
        .ok("DescribeVpcEndpointServicePermissions", &parameters)
        .await;
    insta::assert_snapshot!(world.shown(&described), @r#"
    HTTP 200
    <DescribeVpcEndpointServicePermissionsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>[request-id]</requestId>
      <allowedPrincipals>
        <item>
          <principalType>Account</principalType>
          <principal>arn:aws:iam::222222222222:root</principal>
          <servicePermissionId>vpce-svc-perm-1</servicePermissionId>
          <tagSet/>
          <serviceId>vpce-svc-1</serviceId>
        </item>
      </allowedPrincipals>
    </DescribeVpcEndpointServicePermissionsResponse>
    "#);
    let parameters = [
        ("ServiceId", &*service_id),
        ("RemoveAllowedPrincipals.1", "*"),
        (
            "RemoveAllowedPrincipals.2",
            "arn:aws:iam::444444444444:root",
        ),
    ];
    let removed = ec2
        .ok("ModifyVpcEndpointServicePermissions", &parameters)
        .await;
    assert!(removed.all("servicePermissionId").is_empty());
    let left = ec2
        .ok(
            "DescribeVpcEndpointServicePermissions",
            &[("ServiceId", &service_id)],
        )
        .await;
    assert_eq!(left.all("principal"), ["arn:aws:iam::222222222222:root"]);
}
