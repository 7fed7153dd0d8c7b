// An OpenID provider on loopback for the tests: `node provider.mjs SETTINGS`, as JSON with the client
// and the accounts by name, each with its claims. It prints its address once it listens.
import { createServer } from "node:http";
import Provider from "oidc-provider";

const settings = JSON.parse(process.argv[2]);
const server = createServer();
server.listen(0, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [settings.client],
    claims: { openid: ["sub", ...settings.claims] },
    conformIdTokenClaims: settings.only_userinfo,
    pkce: { required: () => true },
    features: { devInteractions: { enabled: true }, userinfo: { enabled: true } },
    findAccount: (_, id) =>
      settings.accounts[id] && {
        accountId: id,
        claims: () => ({ sub: id, ...settings.accounts[id] }),
      },
  });
  server.on("request", provider.callback());
  console.log(issuer);
});
