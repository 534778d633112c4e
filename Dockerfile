# The scanner: service and command line. `docker compose up` builds and starts it; docs/operations.md tells the rest.
# The base is named by version and NOT by digest: no registry could be asked when this was written, and a digest that nobody
# looked up pins nothing. `docker buildx imagetools inspect node:24.21.0-bookworm-slim` prints it; build with
# --build-arg NODE_IMAGE=node:24.21.0-bookworm-slim@sha256:...
ARG NODE_IMAGE=node:24.21.0-bookworm-slim

FROM ${NODE_IMAGE} AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY apps/scanner/package.json apps/scanner/
COPY packages/network/package.json packages/network/
COPY packages/providers/package.json packages/providers/
COPY packages/rules/package.json packages/rules/
# Without install scripts: the one that is needed elsewhere fetches the Node that this image already is.
RUN npm ci --omit=dev --ignore-scripts

FROM ${NODE_IMAGE}
ENV NODE_ENV=production NETPOSTURE_DATA_DIR=/data NETPOSTURE_CONFIG=/etc/netposture/netposture.yaml
WORKDIR /app
COPY --from=packages /app ./
COPY LICENSE ./
COPY apps apps
COPY packages packages
# The image belongs to root and is only read; the service writes to /data and nowhere else.
RUN ln -s /app/apps/scanner/bin/netposture.mjs /usr/local/bin/netposture \
  && mkdir /data && chown node:node /data && chmod 0700 /data
USER node
VOLUME /data
EXPOSE 7788
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:7788/healthz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["netposture"]
CMD ["serve"]
