"""The charts 図, one module for each; `cityplan.chart` is their public face."""
