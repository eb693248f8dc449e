//! What is true of every request, whatever it asks for: who asks, in which form, and how it is refused.

use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::support::query::{Protocol, authorization, form};
use crate::support::world::{CONSUMER, PROVIDER, STRANGER, World, text};

/// Every action of EC2 that changes something, as a request that would be carried out.
async fn changes(world: &World) -> Vec<(&'static str, Vec<(&'static str, String)>)> {
    let network = world.consume().await;
    let rest = world.rest(CONSUMER);
    let group = json!({"groupName": "g", "description": "d", "vpcId": network.vpc_id});
    let group = text(&rest.create("/v1/security-groups", group).await["groupId"]);
    let empty = rest
        .create("/v1/vpcs", json!({"cidrBlock": "10.9.0.0/16"}))
        .await;
    let vpc = network.vpc_id.clone();
    vec![
        ("CreateVpc", vec![("CidrBlock", "10.0.0.0/16".to_owned())]),
        ("DeleteVpc", vec![("VpcId", text(&empty["vpcId"]))]),
        (
            "ModifyVpcAttribute",
            vec![
                ("VpcId", vpc.clone()),
                ("EnableDnsHostnames.Value", "true".to_owned()),
            ],
        ),
        (
            "CreateSubnet",
            vec![
                ("VpcId", vpc.clone()),
                ("CidrBlock", "10.0.200.0/24".to_owned()),
            ],
        ),
        (
            "DeleteSubnet",
            vec![("SubnetId", network.subnet_ids[0].clone())],
        ),
        ("CreateRouteTable", vec![("VpcId", vpc.clone())]),
        (
            "CreateSecurityGroup",
            vec![
                ("VpcId", vpc),
                ("GroupName", "n".to_owned()),
                ("GroupDescription", "d".to_owned()),
            ],
        ),
        ("DeleteSecurityGroup", vec![("GroupId", group)]),
        (
            "CreateTags",
            vec![
                ("ResourceId.1", network.vpc_id),
                ("Tag.1.Key", "k".to_owned()),
                ("Tag.1.Value", "v".to_owned()),
            ],
        ),
    ]
}

#[tokio::test]
async fn a_dry_run_changes_nothing() {
    let world = World::start().await;
    let requests = changes(&world).await;
    let before = world.rows().await;
    for (action, parameters) in &requests {
        let mut parameters: Vec<(&str, &str)> = parameters
            .iter()
            .map(|(name, value)| (*name, &**value))
            .collect();
        parameters.push(("DryRun", "true"));
        let reply = world.ec2(CONSUMER).call(action, &parameters).await;
        assert_eq!(
            (reply.status, reply.refusal()),
            (
                412,
                "412 DryRunOperation: Request would have succeeded, but DryRun flag is set."
                    .to_owned()
            ),
            "{action}"
        );
    }
    let reply = world
        .ec2(CONSUMER)
        .call("DescribeVpcs", &[("DryRun", "TRUE")])
        .await;
    assert_eq!(
        (reply.status, reply.one("Code")),
        (412, "DryRunOperation".to_owned())
    );
    assert_eq!(world.rows().await, before);
    for (action, parameters) in &requests {
        let parameters: Vec<(&str, &str)> = parameters
            .iter()
            .map(|(name, value)| (*name, &**value))
            .collect();
        world.ec2(CONSUMER).ok(action, &parameters).await;
    }
}

#[tokio::test]
async fn a_dry_run_of_what_would_be_refused_is_refused() {
    let world = World::in_memory().await;
    let parameters = [("CidrBlock", "10.0.0.0/8"), ("DryRun", "true")];
    let reply = world.ec2(CONSUMER).call("CreateVpc", &parameters).await;
    assert_eq!(
        reply.refusal(),
        "400 InvalidVpc.Range: The CIDR '10.0.0.0/8' is invalid."
    );
}

#[tokio::test]
async fn an_action_that_is_not_served_is_refused_in_the_services_own_envelope() {
    let world = World::in_memory().await;
    for protocol in [
        &Protocol::EC2,
        &Protocol::ELB,
        &Protocol::IAM,
        &Protocol::SNS,
        &Protocol::STS,
    ] {
        let reply = world
            .query(CONSUMER, protocol)
            .call("MakeCoffee", &[])
            .await;
        let expected =
            "400 InvalidAction: The action MakeCoffee is not valid for this web service.";
        assert_eq!(reply.refusal(), expected, "{}", protocol.signing_name);
    }
}

/// Sends a form as it is; status, content type and body of the answer.
async fn raw(
    world: &World,
    signed_for: Option<&str>,
    body: String,
) -> (StatusCode, String, String) {
    let mut request = world
        .http
        .post(world.url())
        .header("Content-Type", "application/x-www-form-urlencoded")
        .body(body);
    if let Some(service) = signed_for {
        request = request.header(
            "Authorization",
            authorization(CONSUMER, "us-east-1", service),
        );
    }
    let answer = request.send().await.expect("an answer");
    let kind = answer.headers()["content-type"]
        .to_str()
        .expect("text")
        .to_owned();
    (answer.status(), kind, answer.text().await.expect("a body"))
}

#[tokio::test]
async fn requests_that_cannot_be_read_are_refused_in_xml() {
    let world = World::in_memory().await;
    let deep = format!("Action=DescribeVpcs&{}=1", vec!["a"; 40].join("."));
    let many: String = (0..20_000)
        .map(|number| format!("VpcId.{number}=x&"))
        .collect();
    let long = format!(
        "Action=DescribeVpcs&VpcId.1={}",
        "x".repeat(2 * 1024 * 1024)
    );
    for (body, status, code) in [
        (
            "Action=DescribeVpcs&Version=2010-01-01".to_owned(),
            400,
            "NoSuchVersion",
        ),
        ("Version=2016-11-15".to_owned(), 400, "MissingParameter"),
        (
            "Action=DescribeVpcs&VpcId.1=%zz".to_owned(),
            400,
            "MalformedQueryString",
        ),
        (
            "Action=DescribeVpcs&VpcId.0=vpc-1".to_owned(),
            400,
            "InvalidParameterValue",
        ),
        (
            "Action=DescribeVpcs&DryRun=maybe".to_owned(),
            400,
            "InvalidParameterValue",
        ),
        (
            "Action=DescribeVpcs&MaxResults=many".to_owned(),
            400,
            "InvalidParameterValue",
        ),
        (
            "Action=DescribeVpcs&MaxResults=-1".to_owned(),
            400,
            "InvalidParameterValue",
        ),
        (
            "Action=DescribeVpcs&NextToken=junk".to_owned(),
            400,
            "InvalidNextToken",
        ),
        (
            "Action=DescribeVpcs&Action=DescribeVpcs".to_owned(),
            400,
            "InvalidParameterValue",
        ),
        (deep, 400, "MalformedQueryString"),
        (many, 400, "MalformedQueryString"),
        (long, 413, "RequestEntityTooLarge"),
    ] {
        let shown: String = body.chars().take(80).collect();
        let (actual, kind, answer) = raw(&world, Some("ec2"), body).await;
        assert_eq!(
            (actual.as_u16(), kind.as_str()),
            (status, "text/xml;charset=UTF-8"),
            "{shown}"
        );
        assert!(
            answer.contains(&format!("<Code>{code}</Code>")),
            "{shown}: {answer}"
        );
    }
}

#[tokio::test]
async fn who_asks_comes_from_the_access_key() {
    let world = World::start().await;
    for (key, arn) in [
        (CONSUMER, "arn:aws:iam::222222222222:root"),
        ("AKIAIOSFODNN7EXAMPLE", "arn:aws:iam::000000000000:root"),
        ("test", "arn:aws:iam::000000000000:root"),
        ("ASIAUNKNOWNUNKNOWN00", "arn:aws:iam::000000000000:root"),
    ] {
        let reply = world.sts(key).ok("GetCallerIdentity", &[]).await;
        assert_eq!(reply.one("Arn"), arn, "{key}");
    }
    let role = [
        ("RoleArn", "arn:aws:iam::111111111111:role/deployer"),
        ("RoleSessionName", "ci"),
    ];
    let assumed = world.sts(CONSUMER).ok("AssumeRole", &role).await;
    let key = assumed.one("AccessKeyId");
    let reply = world.sts(&key).ok("GetCallerIdentity", &[]).await;
    assert_eq!(
        (reply.one("Account"), reply.one("Arn")),
        (
            PROVIDER.to_owned(),
            "arn:aws:sts::111111111111:assumed-role/deployer/ci".to_owned()
        )
    );
    world
        .ec2(&key)
        .ok("CreateVpc", &[("CidrBlock", "10.0.0.0/16")])
        .await;
    assert_eq!(world.rest(PROVIDER).items("/v1/vpcs").await.len(), 1);
    assert!(world.rest(CONSUMER).items("/v1/vpcs").await.is_empty());

    world.pass(3_599).await;
    world.sts(&key).ok("GetCallerIdentity", &[]).await;
    let presigned = world.sts(&key);
    let reply = {
        world.clock_only(1);
        presigned.call("GetCallerIdentity", &[]).await
    };
    assert_eq!(
        reply.refusal(),
        "403 ExpiredToken: The security token included in the request is expired"
    );
}

#[tokio::test]
async fn unsigned_and_presigned_requests_reach_their_service() {
    let world = World::in_memory().await;
    let (status, _, body) = raw(&world, None, form(&Protocol::STS, "GetCallerIdentity", &[])).await;
    assert_eq!(status, 200, "{body}");
    let query = form(&Protocol::EC2, "DescribeVpcs", &[]);
    let scope = format!("{CONSUMER}/20261122/eu-west-1/ec2/aws4_request");
    let presigned = form_urlencoded::Serializer::new(query)
        .append_pair("X-Amz-Algorithm", "AWS4-HMAC-SHA256")
        .append_pair("X-Amz-Credential", &scope)
        .append_pair("X-Amz-Date", "20261122T000000Z")
        .append_pair("X-Amz-Expires", "60")
        .append_pair("X-Amz-SignedHeaders", "host")
        .append_pair("X-Amz-Signature", "00")
        .finish();
    let answer = world
        .http
        .get(format!("{}/?{presigned}", world.url()))
        .send()
        .await
        .expect("an answer");
    assert_eq!(answer.status(), 200);
    assert!(answer.text().await.expect("a body").contains("<vpcSet/>"));
    for header in [
        "Bearer x",
        "AWS4-HMAC-SHA256 nonsense",
        "AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=x, Signature=y",
    ] {
        let answer = world
            .http
            .post(world.url())
            .header("Authorization", header)
            .send()
            .await
            .expect("an answer");
        assert_eq!(answer.status(), 400, "{header}");
        assert!(
            answer
                .text()
                .await
                .expect("a body")
                .contains("<Code>IncompleteSignature</Code>"),
            "{header}"
        );
    }
}

#[tokio::test]
async fn accounts_and_regions_do_not_see_one_another() {
    let world = World::start().await;
    let publication = world.publish().await;
    let mine = world.rest(PROVIDER);
    for list in [
        "vpcs",
        "subnets",
        "security-groups",
        "route-tables",
        "network-interfaces",
        "load-balancers",
        "endpoint-services",
    ] {
        let path = format!("/v1/{list}");
        assert!(!mine.items(&path).await.is_empty(), "{list}");
        assert!(world.rest(STRANGER).items(&path).await.is_empty(), "{list}");
        assert!(
            mine.region("eu-west-1").items(&path).await.is_empty(),
            "{list}"
        );
    }
    let before = world.rows().await;
    let vpc = format!("/v1/vpcs/{}", publication.network.vpc_id);
    let service = format!("/v1/endpoint-services/{}", publication.service_id);
    let subnet = format!("/v1/subnets/{}", publication.network.subnet_ids[0]);
    for (method, path) in [
        (Method::GET, &vpc),
        (Method::DELETE, &vpc),
        (Method::GET, &subnet),
        (Method::DELETE, &subnet),
        (Method::GET, &service),
        (Method::DELETE, &service),
    ] {
        for rest in [world.rest(STRANGER), mine.region("eu-west-1")] {
            let reply = rest.send(rest.request(method.clone(), path)).await;
            assert_eq!(reply.status, 404, "{method} {path}: {reply}");
        }
    }
    assert_eq!(world.rows().await, before);
}

#[tokio::test]
async fn the_key_of_a_session_that_is_over_is_nobodys() {
    let world = World::start().await;
    let role = [
        ("RoleArn", "arn:aws:iam::111111111111:role/deployer"),
        ("RoleSessionName", "ci"),
    ];
    let key = world
        .sts(CONSUMER)
        .ok("AssumeRole", &role)
        .await
        .one("AccessKeyId");
    world.pass(3_600).await;
    assert!(
        world.rows().await["session"].is_empty(),
        "the session is forgotten"
    );
    let reply = world.sts(&key).call("GetCallerIdentity", &[]).await;
    assert_eq!(
        reply.refusal(),
        "403 ExpiredToken: The security token included in the request is expired"
    );
}

#[tokio::test]
async fn a_dry_run_of_what_was_done_with_the_same_token_is_still_a_dry_run() {
    let world = World::start().await;
    let network = world.consume().await;
    let parameters = [("VpcId", &*network.vpc_id), ("ClientToken", "once")];
    let ec2 = world.ec2(CONSUMER);
    ec2.ok("CreateRouteTable", &parameters).await;
    let dry: Vec<(&str, &str)> = parameters.into_iter().chain([("DryRun", "true")]).collect();
    let reply = ec2.call("CreateRouteTable", &dry).await;
    assert_eq!(
        reply.refusal(),
        "412 DryRunOperation: Request would have succeeded, but DryRun flag is set."
    );
    let other = world.network(CONSUMER, &[]).await;
    let other = [
        ("VpcId", &*other.vpc_id),
        ("ClientToken", "once"),
        ("DryRun", "true"),
    ];
    assert_eq!(
        ec2.call("CreateRouteTable", &other).await.one("Code"),
        "IdempotentParameterMismatch"
    );
}

#[tokio::test]
async fn libraries_refusals_are_given_words() {
    let world = World::in_memory().await;
    let reply = world.rest(CONSUMER).get("/docs/nothing").await;
    assert_eq!(
        reply.refusal(),
        "404 NoSuchRoute: There is nothing at this path"
    );
    let answer = world.http.put(world.url()).send().await.expect("an answer");
    assert_eq!(answer.status(), 405);
    assert!(
        answer
            .text()
            .await
            .expect("a body")
            .contains("<Code>MethodNotAllowed</Code>")
    );
}
