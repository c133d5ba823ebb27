// The console of the start page: YASGUI over this server's own endpoint, which asks nobody else.
(function () {
  "use strict";
  var place = document.getElementById("console");
  var sample = place.getAttribute("data-query");
  var endpoint = new URL("/sparql", window.location.href).href;
  Yasgui.Yasqe.forkAutocompleter = Yasgui.Yasqe.forkAutocompleter || function () {};
  Yasgui.Yasqe.defaults.value = sample;
  Yasgui.Yasqe.defaults.autocompleters = ["variables"];
  Yasgui.defaults.requestConfig = Object.assign({}, Yasgui.defaults.requestConfig, { endpoint: endpoint });
  new Yasgui(place, {
    requestConfig: { endpoint: endpoint, method: "POST" },
    endpointCatalogueOptions: { getData: function () { return [{ endpoint: endpoint }]; } },
    copyEndpointOnNewTab: true,
    persistenceId: "zhitu",
    autofocus: false
  });
})();
