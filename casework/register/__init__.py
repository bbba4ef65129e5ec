"""The register: people, needs, resources, ties, and files coming in and going out."""
