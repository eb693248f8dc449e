//! Keys: for a role, for the caller, and what they say of whoever has them.

use crate::support::query::Protocol;
use crate::support::world::{CONSUMER, PROVIDER, World};

const ROLE: [(&str, &str); 2] = [
    ("RoleArn", "arn:aws:iam::111111111111:role/deployer"),
    ("RoleSessionName", "night"),
];

/// What is asked of a session is checked, and shown where AWS shows it.
#[tokio::test]
async fn for_a_role() {
    let world = World::start().await;
    let sts = world.sts(CONSUMER);
    let plain = sts.ok("AssumeRole", &ROLE).await;
    assert!(plain.all("PackedPolicySize").is_empty());
    assert!(plain.all("SourceIdentity").is_empty());
    let more = [
        ("ExternalId", "partner"),
        (
            "Policy",
            r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}"#,
        ),
        (
            "PolicyArns.member.1.arn",
            "arn:aws:iam::aws:policy/ReadOnlyAccess",
        ),
        ("Tags.member.1.Key", "Team"),
        ("Tags.member.1.Value", "orders"),
        ("TransitiveTagKeys.member.1", "Team"),
        ("SourceIdentity", "alice"),
        ("SerialNumber", "arn:aws:iam::222222222222:mfa/alice"),
        ("TokenCode", "123456"),
    ];
    let reply = sts.ok("AssumeRole", &[&ROLE[..], &more].concat()).await;
    let shown = ["SourceIdentity", "Arn", "PackedPolicySize"].map(|name| reply.one(name));
    insta::assert_snapshot!(shown.join("\n"), @"
    alice
    arn:aws:sts::111111111111:assumed-role/deployer/night
    7
    ");
    let mut table = Vec::new();
    for (name, value) in [
        ("ExternalId", "x"),
        ("Policy", "x"),
        ("PolicyArns.member.1.arn", "x"),
        ("SourceIdentity", "a b"),
        ("SerialNumber", "GAHT12345678"),
        ("TransitiveTagKeys.member.1", "Team"),
        ("DurationSeconds", "60"),
    ] {
        let reply = sts
            .call("AssumeRole", &[ROLE[0], ROLE[1], (name, value)])
            .await;
        table.push(reply.refusal());
    }
    insta::assert_snapshot!(table.join("\n"), @"
    400 ValidationError: 1 validation error detected: Value 'x' at 'ExternalId' failed to satisfy constraint: Member must have 2 to 1224 letters, digits or characters of =,.@:/_+-
    400 MalformedPolicyDocument: Syntax errors in policy.
    400 ValidationError: 1 validation error detected: Value 'x' at 'PolicyArns' failed to satisfy constraint: Member must be the ARN of a policy
    400 ValidationError: 1 validation error detected: Value 'a b' at 'SourceIdentity' failed to satisfy constraint: Member must have 2 to 64 letters, digits or characters of =,.@_+-
    403 AccessDenied: MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.
    400 InvalidParameterValue: The specified transitive tag key must be included in the requested tags.
    400 ValidationError: The duration must be 900 to 43200 seconds
    ");
}

#[tokio::test]
async fn for_the_caller() {
    let world = World::start().await;
    let sts = world.sts(CONSUMER);
    let reply = sts
        .ok("GetSessionToken", &[("DurationSeconds", "900")])
        .await;
    assert_eq!(reply.one("Expiration"), "2026-11-22T10:15:00.000Z");
    let key = reply.one("AccessKeyId");
    let who = world.sts(&key).ok("GetCallerIdentity", &[]).await;
    assert_eq!(who.one("Arn"), "arn:aws:iam::222222222222:root");
    let role = sts.ok("AssumeRole", &ROLE).await.one("AccessKeyId");
    let refusals = [
        sts.call("GetSessionToken", &[("DurationSeconds", "129601")])
            .await,
        sts.call("GetSessionToken", &[("TokenCode", "123456")])
            .await,
        world.sts(&role).call("GetSessionToken", &[]).await,
        sts.call("GetFederationToken", &[]).await,
        sts.call("AssumeRoleWithWebIdentity", &[]).await,
    ];
    let refusals: Vec<String> = refusals
        .iter()
        .map(super::support::query::XmlReply::refusal)
        .collect();
    insta::assert_snapshot!(refusals.join("\n"), @"
    400 ValidationError: The duration must be 900 to 129600 seconds
    403 AccessDenied: MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.
    403 AccessDenied: Cannot call GetSessionToken with session credentials
    400 InvalidAction: The action GetFederationToken is not valid for this web service.
    400 InvalidAction: The action AssumeRoleWithWebIdentity is not valid for this web service.
    ");
    world.pass(900).await;
    let expired = world.sts(&key).call("GetCallerIdentity", &[]).await;
    assert_eq!(expired.one("Code"), "ExpiredToken");
}

#[tokio::test]
async fn whose_a_key_is() {
    let world = World::start().await;
    let sts = world.sts(CONSUMER);
    let role = sts.ok("AssumeRole", &ROLE).await.one("AccessKeyId");
    for (key, account) in [
        (CONSUMER, CONSUMER),
        (&*role, PROVIDER),
        ("AKIAIOSFODNN7EXAMPLE", "000000000000"),
    ] {
        let reply = sts.ok("GetAccessKeyInfo", &[("AccessKeyId", key)]).await;
        assert_eq!(reply.one("Account"), account);
    }
    let mut table = Vec::new();
    for key in ["", "AKIA", "AKIAIOSFODNN7 EXAMPLE", "ASIAPRIVXXXXXXXXXXXX"] {
        table.push(
            sts.call("GetAccessKeyInfo", &[("AccessKeyId", key)])
                .await
                .refusal(),
        );
    }
    insta::assert_snapshot!(table.join("\n"), @"
    400 ValidationError: An access key id must have 16 to 128 letters, digits or underscores
    400 ValidationError: An access key id must have 16 to 128 letters, digits or underscores
    400 ValidationError: An access key id must have 16 to 128 letters, digits or underscores
    400 ValidationError: The access key id 'ASIAPRIVXXXXXXXXXXXX' does not exist
    ");
}

/// IAM knows accounts' roots, and nobody else.
#[tokio::test]
async fn whom_iam_knows() {
    let world = World::start().await;
    let iam = world.query(CONSUMER, &Protocol::IAM);
    let user = iam.ok("GetUser", &[]).await;
    insta::assert_snapshot!(world.shown(&user), @r#"
    HTTP 200
    <GetUserResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">
      <GetUserResult>
        <User>
          <UserId>222222222222</UserId>
          <Arn>arn:aws:iam::222222222222:root</Arn>
          <CreateDate>2010-09-02T00:00:00.000Z</CreateDate>
        </User>
      </GetUserResult>
      <ResponseMetadata>
        <RequestId>[request-id]</RequestId>
      </ResponseMetadata>
    </GetUserResponse>
    "#);
    let role = world
        .sts(CONSUMER)
        .ok("AssumeRole", &ROLE)
        .await
        .one("AccessKeyId");
    let refusals = [
        iam.call("GetUser", &[("UserName", "alice")]).await,
        world
            .query(&role, &Protocol::IAM)
            .call("GetUser", &[])
            .await,
        iam.call("GetRole", &[("RoleName", "deployer")]).await,
        iam.call("ListRoles", &[]).await,
    ];
    let refusals: Vec<String> = refusals
        .iter()
        .map(super::support::query::XmlReply::refusal)
        .collect();
    insta::assert_snapshot!(refusals.join("\n"), @"
    404 NoSuchEntity: The user with name alice cannot be found.
    400 ValidationError: Must specify userName when calling with non-User credentials
    400 InvalidAction: The action GetRole is not valid for this web service.
    400 InvalidAction: The action ListRoles is not valid for this web service.
    ");
}
