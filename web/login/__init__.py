"""The login: OpenID Connect, with Authlib as the client, three roles, sessions kept on the server.

Without it the pages serve this machine alone. Who signs in is known here by a keyed hash; nothing
that the provider says about a person is kept but the role.
"""
