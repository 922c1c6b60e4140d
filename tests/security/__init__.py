"""Promises about the whole portal, held against every route, form and model there is.

A new route with a parameter makes ``test_neighbours.py`` fail until somebody has said whose it is. To say it:

1. An address that is for everybody goes into ``public_routes.csv`` with the reason; then sign the list with
   ``python -m tests.security.sign`` (the signature makes an unnoticed line impossible, review does the rest).
2. Any other address is registered in a module of ``tests/security/routes/`` (one a package or slice)::

       @register("portal/team/<int:membership_id>/<slug:step>/", seen_by=("agency_a_admin",), methods=("POST",))
       def team_step(world: World) -> Case:
           membership = AgencyMembership.objects.get(user=world.people["agency_a_staff"])
           return Case({"membership_id": membership.pk, "step": "staff"})

   ``world`` holds agency A in district 1 and agency B in district 2 with their people (see ``ground.PERSONAS``).
   ``Case.kwargs`` name an object of agency A; ``Case.missing`` names one that does not exist (by default the same
   with every whole number replaced by one that is not there). Everybody outside ``seen_by`` must get, for every
   method, the very answer that a missing object gets: same status, same body, never 2xx.

Lists (routes without a parameter) need no registration: ``test_parameters.py`` sends each of them hostile queries,
``test_headers.py`` asks each for its headers, ``test_doors.py`` knocks at each admin page with every role.
"""
