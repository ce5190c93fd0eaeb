"""The local server: notebooks as pages beside JupyterLab, nothing asked from another host."""

from analysis.apps.masthead import add_masthead

c = get_config()  # noqa: F821  # pyright: ignore[reportUndefinedVariable]

c.ServerApp.jpserver_extensions = {"voila.server_extension": True}

c.VoilaConfiguration.template = "learning_culture"
c.VoilaConfiguration.allow_template_override = "NO"
c.VoilaConfiguration.allow_theme_override = "NO"
c.VoilaConfiguration.classic_tree = True
c.VoilaConfiguration.strip_sources = True
c.VoilaConfiguration.show_tracebacks = False
c.VoilaConfiguration.page_config_hook = add_masthead

# A page that was closed without saying so leaves its kernel behind; an hour later it is stopped.
c.MappingKernelManager.cull_idle_timeout = 3600
c.MappingKernelManager.cull_interval = 300
c.MappingKernelManager.cull_connected = False
