# syntax=docker/dockerfile:1

FROM rust:1.95-slim-bookworm AS build
WORKDIR /build
COPY . .
# The caches outlive the layer, the binary doesn't: hence the copy out of `target`.
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/build/target \
    cargo build --release --locked \
    && install -D target/release/privlink /image/usr/local/bin/privlink \
    && mkdir /image/data

# glibc of the same Debian release as the build stage, and nothing else: no shell, no package manager.
FROM gcr.io/distroless/cc-debian12:nonroot
COPY --from=build /image/usr /usr
# A new named volume takes over its folder's owner, so that the image's `nonroot` (65532) can write to it.
COPY --from=build --chown=65532:65532 /image/data /data

ENV PRIVLINK_LISTEN=0.0.0.0:4566 \
    PRIVLINK_DB=/data/privlink.db
EXPOSE 4566
VOLUME /data
USER 65532:65532
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s \
    CMD ["/usr/local/bin/privlink", "health", "--url", "http://127.0.0.1:4566"]
ENTRYPOINT ["/usr/local/bin/privlink"]
CMD ["serve"]
